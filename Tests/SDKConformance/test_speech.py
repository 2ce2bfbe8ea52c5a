"""Recognitions of speech and of choices."""

import pytest
from azure.communication.callautomation import DtmfTone, RecognitionChoice, RecognizeInputType, TextSource

from harness.app import CALLER, phone

QUESTION = TextSource(text="Sales or support?", voice_name="en-US-AvaNeural")
CHOICES = [
    RecognitionChoice(label="sales", phrases=["sales", "buy"], tone=DtmfTone.ONE),
    RecognitionChoice(label="support", phrases=["help"], tone=DtmfTone.TWO),
]


def choose(app, connection, context):
    connection.start_recognizing_media(
        RecognizeInputType.CHOICES, phone(CALLER), play_prompt=QUESTION, choices=CHOICES, speech_language="en-US",
        interrupt_prompt=True, operation_context=context)


@pytest.mark.covers("start_recognizing_media")
def test_speech_is_recognized(app):
    connection, _ = app.answer(say=["My name is Ada"])
    connection.start_recognizing_media(
        RecognizeInputType.SPEECH, phone(CALLER), play_prompt=QUESTION, end_silence_timeout=1,
        speech_language="en-US", operation_context="name")
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.context == "name"
    assert completed.result == (200, 8569)
    assert completed.data["recognitionType"] == "speech"
    assert completed.data["speechResult"]["speech"] == "My name is Ada"
    app.end(connection)


@pytest.mark.covers("start_recognizing_media")
def test_a_choice_is_recognized_by_voice(app):
    connection, _ = app.answer(say=["I would like to buy a house"])
    choose(app, connection, "choice")
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.result == (200, 8545)
    assert completed.data["recognitionType"] == "choices"
    assert completed.data["choiceResult"]["label"] == "sales"
    assert completed.data["choiceResult"]["recognizedPhrase"] == "buy"
    app.end(connection)


@pytest.mark.covers("start_recognizing_media")
def test_a_choice_is_recognized_by_key(app):
    connection, _ = app.answer(press=["2"])
    choose(app, connection, "choice")
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.result == (200, 8533)
    assert completed.data["choiceResult"]["label"] == "support"
    app.end(connection)


@pytest.mark.covers("start_recognizing_media")
def test_what_is_no_choice_fails(app):
    connection, _ = app.answer(say=["The weather"])
    choose(app, connection, "choice")
    assert app.callbacks.wait_for("RecognizeFailed").result == (400, 8547)
    app.end(connection)


@pytest.mark.covers("start_recognizing_media")
@pytest.mark.parametrize("script, kind", [({"say": ["twelve"]}, "speech"), ({"press": ["12"]}, "dtmf")])
def test_speech_or_keys_whichever_comes_first(app, script, kind):
    connection, _ = app.answer(**script)
    connection.start_recognizing_media(
        RecognizeInputType.SPEECH_OR_DTMF, phone(CALLER), play_prompt=QUESTION, dtmf_max_tones_to_collect=2,
        end_silence_timeout=1)
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.data["recognitionType"] == kind
    app.end(connection)
