"""Transcription and media streaming: set up with the call, toggled later, streamed to a web socket."""

import base64

import pytest
from azure.communication.callautomation import (
    AudioFormat,
    MediaStreamingAudioChannelType,
    MediaStreamingContentType,
    MediaStreamingOptions,
    StreamingTransportType,
    TranscriptionOptions,
)

from harness.app import CALLER, raw
from harness.refusals import refused
from harness.streams import Streams


@pytest.fixture(scope="module")
def streams():
    streams = Streams()
    yield streams
    streams.close()


def transcription(url, **options):
    return TranscriptionOptions(
        transport_url=url, transport_type=StreamingTransportType.WEBSOCKET, locale="en-US",
        **{"start_transcription": False, **options})


def sound(url, **options):
    return MediaStreamingOptions(
        transport_url=url, transport_type=StreamingTransportType.WEBSOCKET,
        content_type=MediaStreamingContentType.AUDIO, audio_channel_type=MediaStreamingAudioChannelType.MIXED,
        **options)


def answer(app, **options):
    call_id, event = app.ring()
    properties = app.client.answer_call(event.data["incomingCallContext"], app.callbacks.url, **options)
    app.wait_until_connected(properties)
    return app.connection(properties), call_id


@pytest.mark.covers("start_transcription")
@pytest.mark.covers("stop_transcription")
@pytest.mark.covers("update_transcription")
def test_what_is_said_comes_as_text(app, streams, request):
    path = f"text-{request.node.callspec.id}"
    connection, _ = answer(app, transcription=transcription(streams.url(path), enable_intermediate_results=True))
    assert connection.start_transcription(locale="en-GB", operation_context="begin") is None
    started = app.callbacks.wait_for("TranscriptionStarted")
    assert started.context == "begin" and started.result == (200, 0)
    assert started.data["transcriptionUpdate"]["transcriptionStatus"] == "transcriptionStarted"
    properties = connection.get_call_properties()
    metadata = streams.wait_for(path, "TranscriptionMetadata")
    assert metadata["locale"] == "en-GB" and metadata["callConnectionId"] == properties.call_connection_id
    headers = {name.lower(): value for name, value in streams.headers[path].items()}
    assert headers["authorization"].startswith("Bearer ") and headers["authorization"].count(".") == 2
    assert headers["x-ms-call-connection-id"] == properties.call_connection_id
    assert headers["x-ms-call-correlation-id"] == properties.correlation_id
    app.control.say(CALLER, "good morning to you")
    guess = streams.wait_for(path, "TranscriptionData", lambda each: each["resultStatus"] == "Intermediate")
    final = streams.wait_for(path, "TranscriptionData", lambda each: each["resultStatus"] == "Final")
    assert guess["text"] == "good morning" and final["text"] == "good morning to you"
    assert final["participantRawID"] == raw(CALLER)
    connection.update_transcription(locale="de-DE", operation_context="other")
    assert app.callbacks.wait_for("TranscriptionUpdated").context == "other"
    connection.stop_transcription(operation_context="enough")
    assert app.callbacks.wait_for("TranscriptionStopped").context == "enough"
    streams.wait_until_closed(path)
    app.end(connection)


@pytest.mark.covers("start_media_streaming")
@pytest.mark.covers("stop_media_streaming")
def test_sound_goes_both_ways(app, streams, request):
    path = f"sound-{request.node.callspec.id}"
    connection, call_id = answer(
        app, media_streaming=sound(
            streams.url(path), enable_bidirectional=True, enable_dtmf_tones=True,
            audio_format=AudioFormat.PCM24_K_MONO))
    connection.start_media_streaming(operation_context="begin", operation_callback_url=app.operations.url)
    started = app.operations.wait_for("MediaStreamingStarted")
    assert started.context == "begin"
    assert started.data["mediaStreamingUpdate"]["mediaStreamingStatus"] == "mediaStreamingStarted"
    metadata = streams.wait_for(path, "AudioMetadata")
    assert (metadata["sampleRate"], metadata["channels"], metadata["length"]) == (24000, 1, 960)
    frame = streams.wait_for(path, "AudioData", lambda each: each["silent"])
    assert len(base64.b64decode(frame["data"])) == 960
    app.control.press(CALLER, "3")
    assert streams.wait_for(path, "DtmfData")["data"] == "3"
    streams.wait_for(path, "AudioData", lambda each: not each["silent"])
    streams.send_sound(path, bytes(960))
    connection.stop_media_streaming(operation_callback_url=app.operations.url)
    app.operations.wait_for("MediaStreamingStopped")
    streams.wait_until_closed(path)
    [stream] = app.control.request("GET", f"/calls/{call_id}/streams")["streams"]
    assert (stream["kind"], stream["received"], stream["received_bytes"]) == ("media", 1, 960)
    app.end(connection)


@pytest.mark.covers("answer_call")
def test_both_may_begin_with_the_call_and_end_with_it(app, streams, request):
    paths = [f"{each}-{request.node.callspec.id}" for each in ("a", "b")]
    connection, _ = answer(
        app, transcription=transcription(streams.url(paths[0]), start_transcription=True),
        media_streaming=sound(streams.url(paths[1]), start_media_streaming=True))
    app.callbacks.wait_for("TranscriptionStarted")
    app.callbacks.wait_for("MediaStreamingStarted")
    app.end(connection)
    for path in paths:
        streams.wait_until_closed(path)


@pytest.mark.covers("start_transcription")
@pytest.mark.covers("start_media_streaming")
def test_what_was_not_set_up_is_refused_and_who_is_not_there_fails(app):
    connection, _ = app.answer()
    with refused(405, "8522"):
        connection.start_transcription()
    with refused(405, "8522"):
        connection.start_media_streaming()
    app.end(connection)
    connection, _ = answer(app, transcription=transcription("ws://127.0.0.1:1/nobody"))
    connection.start_transcription(operation_context="x")
    failed = app.callbacks.wait_for("TranscriptionFailed")
    assert failed.result == (500, 8578) and failed.context == "x"
    app.end(connection)
