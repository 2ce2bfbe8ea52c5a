"""Recordings of calls, and participants on hold."""

import pytest
from azure.communication.callautomation import (
    FileSource,
    RecordingChannel,
    RecordingContent,
    RecordingFormat,
    ServerCallLocator,
)

from harness.app import CALLER, phone, user
from harness.refusals import refused


def identity(connection):
    return connection.get_call_properties().call_connection_id


def record(app, connection, **options):
    return app.client.start_recording(
        call_connection_id=identity(connection), recording_state_callback_url=app.operations.url,
        recording_content_type=RecordingContent.AUDIO, recording_channel_type=RecordingChannel.MIXED,
        recording_format_type=RecordingFormat.WAV, **options)


@pytest.mark.covers("start_recording", "get_recording_properties", "stop_recording")
def test_a_recording_is_started_and_stopped(app):
    connection, call_id = app.answer()
    started = record(app, connection)
    assert started.recording_id
    event = app.operations.wait_for("RecordingStateChanged")
    assert event.data["recordingId"] == started.recording_id
    assert event.data["state"] == "active"
    assert app.client.get_recording_properties(started.recording_id).recording_state == "active"
    assert app.client.stop_recording(started.recording_id) is None
    app.operations.wait_for("RecordingStateChanged", lambda event: event.data["state"] == "inactive")
    with refused(404, "8522"):
        app.client.get_recording_properties(started.recording_id)
    app.control.wait_for(call_id, "recording_filed")
    app.end(connection)


@pytest.mark.covers("pause_recording", "resume_recording")
def test_a_recording_is_paused_and_goes_on(app):
    connection, _ = app.answer()
    recording = record(app, connection, pause_on_start=True).recording_id
    assert app.client.get_recording_properties(recording).recording_state == "inactive"
    assert app.client.resume_recording(recording) is None
    assert app.client.get_recording_properties(recording).recording_state == "active"
    with refused(400, "8573"):
        app.client.resume_recording(recording)
    assert app.client.pause_recording(recording) is None
    assert app.client.get_recording_properties(recording).recording_state == "inactive"
    app.end(connection)


@pytest.mark.covers("start_recording")
def test_a_call_is_recorded_by_its_own_id_and_once(app):
    connection, _ = app.answer()
    call = connection.get_call_properties().server_call_id
    started = app.client.start_recording(call_locator=ServerCallLocator(call))
    assert started.recording_id
    with refused(400, "8559"):
        record(app, connection)
    app.end(connection)


@pytest.mark.covers("start_recording")
def test_what_does_not_fit_is_refused(app):
    connection, _ = app.answer()
    with refused(400, "8523", "recordingFormatType"):
        app.client.start_recording(
            call_connection_id=identity(connection), recording_content_type=RecordingContent.AUDIO,
            recording_channel_type=RecordingChannel.UNMIXED, recording_format_type=RecordingFormat.MP3)
    with refused(404, "8522"):
        app.client.start_recording(server_call_id="none")
    app.end(connection)


@pytest.mark.covers("hold", "unhold")
def test_a_participant_is_on_hold_and_comes_back(app):
    connection, _ = app.answer()
    music = FileSource(url="https://prompts.example.test/music.wav")
    assert connection.hold(phone(CALLER), play_source=music, operation_context="hold") is None
    assert connection.get_participant(phone(CALLER)).is_on_hold
    assert connection.unhold(phone(CALLER)) is None
    assert not connection.get_participant(phone(CALLER)).is_on_hold
    with refused(404, "8522"):
        connection.hold(user("8:acs:contoso_nobody"))
    app.end(connection)
