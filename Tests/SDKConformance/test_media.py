"""Prompts and keys, as far as they are emulated: enough to hear that a controlled call is alive."""

import pytest
from azure.communication.callautomation import (
    DtmfTone,
    FileSource,
    RecognizeInputType,
    SsmlSource,
    TextSource,
)

from harness.app import CALLER, phone
from harness.refusals import refused

HELLO = TextSource(text="Hello.", voice_name="en-US-AvaNeural")
FILE = FileSource(url="https://prompts.example.test/welcome.wav")
SSML = SsmlSource(ssml_text='<speak version="1.0" xml:lang="en-US"><voice name="en-US-AvaNeural">Hi.</voice></speak>')


@pytest.mark.covers("play_media")
@pytest.mark.parametrize("source", [HELLO, FILE, SSML, [HELLO, FILE]], ids=["text", "file", "ssml", "several"])
def test_a_prompt_is_played_to_all(app, source):
    connection, _ = app.answer()
    assert connection.play_media(source, operation_context="play-1") is None
    completed = app.callbacks.wait_for("PlayCompleted")
    assert completed.context == "play-1"
    assert completed.result == (200, 0)
    started = app.callbacks.wait_for("PlayStarted")
    assert started.context == "play-1"
    app.end(connection)


@pytest.mark.covers("play_media")
def test_a_prompt_is_played_to_one(app):
    connection, _ = app.answer()
    connection.play_media(HELLO, [phone(CALLER)], operation_callback_url=app.operations.url)
    app.operations.wait_for("PlayCompleted")
    app.end(connection)
    assert not app.callbacks.of("PlayStarted", "PlayCompleted")


@pytest.mark.covers("play_media_to_all")
def test_the_method_of_old_plays_to_all(app):
    connection, _ = app.answer()
    with pytest.warns(DeprecationWarning):
        connection.play_media_to_all(HELLO, operation_context="play-2")
    assert app.callbacks.wait_for("PlayCompleted").context == "play-2"
    app.end(connection)


@pytest.mark.covers("cancel_all_media_operations")
def test_a_loop_plays_until_it_is_cancelled(app):
    connection, _ = app.answer()
    connection.play_media(FILE, loop=True, operation_context="loop")
    app.callbacks.wait_for("PlayStarted")
    assert connection.cancel_all_media_operations() is None
    cancelled = app.callbacks.wait_for("PlayCanceled")
    assert cancelled.context == "loop"
    assert cancelled.result == (400, 8508)
    app.end(connection)


def test_an_interrupting_prompt_cancels_the_one_before(app):
    connection, _ = app.answer()
    connection.play_media(FILE, loop=True, operation_context="old")
    app.callbacks.wait_for("PlayStarted")
    connection.play_media(HELLO, operation_context="new", interrupt_call_media_operation=True)
    app.callbacks.wait_for("PlayCompleted")
    outcomes = app.callbacks.of("PlayCanceled", "PlayCompleted")
    assert [(each.type, each.context) for each in outcomes] == [("PlayCanceled", "old"), ("PlayCompleted", "new")]
    app.end(connection)


def test_a_call_that_ends_ends_its_prompt_first(app):
    connection, _ = app.answer()
    connection.play_media(FILE, loop=True)
    app.callbacks.wait_for("PlayStarted")
    app.end(connection)
    assert app.callbacks.types[-2:] in (["PlayCanceled", "CallDisconnected"], ["PlayFailed", "CallDisconnected"])


@pytest.mark.covers("start_recognizing_media")
def test_keys_are_recognized(app):
    connection, _ = app.answer(press=["12"])
    connection.start_recognizing_media(
        RecognizeInputType.DTMF,
        phone(CALLER),
        play_prompt=HELLO,
        dtmf_max_tones_to_collect=2,
        operation_context="recognize-1",
    )
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.context == "recognize-1"
    assert completed.result == (200, 8531)
    assert completed.data["recognitionType"] == "dtmf"
    assert completed.data["dtmfResult"]["tones"] == [DtmfTone.ONE, DtmfTone.TWO]
    app.end(connection)


@pytest.mark.covers("start_recognizing_media")
def test_a_stop_tone_ends_the_input(app):
    connection, _ = app.answer(press=["12#"])
    connection.start_recognizing_media(
        "dtmf",
        phone(CALLER),
        play_prompt=[HELLO, FILE],
        interrupt_prompt=True,
        dtmf_max_tones_to_collect=10,
        dtmf_stop_tones=[DtmfTone.POUND],
    )
    completed = app.callbacks.wait_for("RecognizeCompleted")
    assert completed.result == (200, 8514)
    assert completed.data["dtmfResult"]["tones"] == ["one", "two"]
    app.end(connection)


def test_silence_fails(app):
    connection, _ = app.answer()
    connection.start_recognizing_media(
        "dtmf", phone(CALLER), dtmf_max_tones_to_collect=1, initial_silence_timeout=0,
        operation_callback_url=app.operations.url)
    assert app.operations.wait_for("RecognizeFailed").result == (400, 8510)
    app.end(connection)


def test_an_input_type_that_is_none_is_refused_by_the_sdk(app):
    connection, _ = app.answer()
    with pytest.raises(ValueError):
        connection.start_recognizing_media("hum", phone(CALLER))
    app.end(connection)


def test_media_that_are_none_are_refused(app):
    connection, _ = app.answer()
    with refused(400, "8523", "playSources"):
        connection.play_media([])
    with refused(400, "8523"):
        connection.start_recognizing_media("dtmf", phone(CALLER))
    app.end(connection)
