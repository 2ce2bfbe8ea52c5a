"""Keys beside what plays and listens: pressed by the application, and told as they come."""

import pytest
from azure.communication.callautomation import DtmfTone

from harness.app import CALLER, phone, user
from harness.refusals import refused


@pytest.mark.covers("send_dtmf_tones")
def test_keys_are_pressed_for_a_phone(app):
    connection, call_id = app.answer()
    result = connection.send_dtmf_tones(
        [DtmfTone.ONE, DtmfTone.TWO, DtmfTone.POUND], phone(CALLER), operation_context="keys-1")
    assert result.operation_context == "keys-1"
    completed = app.callbacks.wait_for("SendDtmfTonesCompleted")
    assert completed.context == "keys-1"
    assert completed.result == (200, 0)
    app.end(connection)


@pytest.mark.covers("send_dtmf_tones")
def test_the_outcome_comes_where_it_is_wanted(app):
    connection, _ = app.answer()
    connection.send_dtmf_tones(["nine"], phone(CALLER), operation_callback_url=app.operations.url)
    app.operations.wait_for("SendDtmfTonesCompleted")
    app.end(connection)
    assert not app.callbacks.of("SendDtmfTonesCompleted")


@pytest.mark.covers("send_dtmf_tones")
def test_keys_that_cannot_be_pressed_are_refused(app):
    connection, _ = app.answer()
    with refused(400, "8523", "tones"):
        connection.send_dtmf_tones([DtmfTone.ONE] * 19, phone(CALLER))
    with refused(400, "8523", "targetParticipant"):
        connection.send_dtmf_tones([DtmfTone.ONE], user("8:acs:contoso_ada"))
    with refused(404, "8522"):
        connection.send_dtmf_tones([DtmfTone.ONE], phone("+14255550177"))
    app.end(connection)


@pytest.mark.covers("start_continuous_dtmf_recognition")
@pytest.mark.covers("stop_continuous_dtmf_recognition")
def test_every_key_is_told_until_that_is_stopped(app):
    connection, _ = app.answer()
    assert connection.start_continuous_dtmf_recognition(phone(CALLER), operation_context="every") is None
    app.control.press(CALLER, "4#")
    first, second = (
        app.callbacks.wait_for("ContinuousDtmfRecognitionToneReceived", lambda event, n=n: event.data["sequenceId"] == n)
        for n in (1, 2)
    )
    assert [(tone.data["tone"], tone.data["sequenceId"]) for tone in (first, second)] == [("four", 1), ("pound", 2)]
    assert first.context == "every"
    assert connection.stop_continuous_dtmf_recognition(phone(CALLER), operation_context="enough") is None
    stopped = app.callbacks.wait_for("ContinuousDtmfRecognitionStopped")
    assert stopped.context == "enough"
    app.end(connection)


@pytest.mark.covers("stop_continuous_dtmf_recognition")
def test_what_was_not_begun_is_stopped_in_silence(app):
    connection, _ = app.answer()
    connection.stop_continuous_dtmf_recognition(phone(CALLER))
    app.end(connection)
    assert not app.callbacks.of("ContinuousDtmfRecognitionStopped")
