"""What is refused: actions on calls that are over or not yet up, wrong keys, odd addresses."""

import base64

import pytest
from azure.communication.callautomation import TextSource
from azure.core.exceptions import ClientAuthenticationError

from harness.app import CALLER, DESK, SECOND, SERVICE, USER, phone, user
from harness.refusals import refused

HELLO = TextSource(text="Hello.", voice_name="en-US-AvaNeural")
ANY_ID = "00000000-0000-0000-0000-000000000000"

ACTIONS = {
    "transfer": lambda call: call.transfer_call_to_participant(phone(SECOND)),
    "add": lambda call: call.add_participant(phone(SECOND), source_caller_id_number=phone(SERVICE)),
    "cancel add": lambda call: call.cancel_add_participant_operation(ANY_ID),
    "remove": lambda call: call.remove_participant(phone(CALLER)),
    "mute": lambda call: call.mute_participant(user(USER)),
    "move": lambda call: call.move_participants([phone(CALLER)], ANY_ID),
    "play": lambda call: call.play_media(HELLO),
    "recognize": lambda call: call.start_recognizing_media("dtmf", phone(CALLER), dtmf_max_tones_to_collect=1),
    "cancel media": lambda call: call.cancel_all_media_operations(),
}
LOOKS = {
    "properties": lambda call: call.get_call_properties(),
    "participants": lambda call: call.list_participants(),
    "participant": lambda call: call.get_participant(phone(CALLER)),
    "leave": lambda call: call.hang_up(False),
    "terminate": lambda call: call.hang_up(True),
}


def test_nothing_can_be_done_with_a_call_that_is_over(app):
    connection, _ = app.answer()
    app.end(connection)
    for action in [*LOOKS.values(), *ACTIONS.values()]:
        with refused(404, "8522"):
            action(connection)


def test_nothing_can_be_done_with_a_call_that_never_was(app):
    connection = app.client.get_call_connection(ANY_ID)
    for action in [*LOOKS.values(), *ACTIONS.values()]:
        with refused(404, "8522"):
            action(connection)


def test_a_call_that_still_rings_takes_no_actions(app):
    app.control.phone(DESK, "no_answer")
    properties = app.client.create_call(phone(DESK), app.callbacks.url, source_caller_id_number=phone(SERVICE))
    connection = app.connection(properties)
    for action in ACTIONS.values():
        with refused(400, "8501"):
            action(connection)
    connection.hang_up(True)
    app.callbacks.wait_for("CreateCallFailed")


def test_an_application_without_the_key_is_refused(app):
    stranger = app.driver.client(app.endpoint, base64.b64encode(b"not the key of this emulator").decode())
    with pytest.raises(ClientAuthenticationError) as error:
        stranger.create_call(user(USER), app.callbacks.url)
    assert error.value.status_code == 401
    assert app.control.calls() == []


def test_a_callback_address_that_is_none_is_refused(app):
    _, event = app.ring()
    for address in ("", "callbacks", "ftp://127.0.0.1/callbacks"):
        with refused(400, "8523", "callbackUri"):
            app.client.answer_call(event.data["incomingCallContext"], address)
    properties = app.client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    app.wait_until_connected(properties)


def test_each_api_version_is_spoken(app):
    for version in ("2023-03-06", "2023-10-15", "2024-04-15", "2024-09-15", "2025-05-15", "2025-06-15", "2026-03-12"):
        client = app.driver.client(app.endpoint, app.key, api_version=version)
        with refused(404, "8522"):
            client.get_call_connection(ANY_ID).get_call_properties()
    client = app.driver.client(app.endpoint, app.key, api_version="1999-12-31")
    with pytest.raises(Exception) as error:
        client.get_call_connection(ANY_ID).get_call_properties()
    assert error.value.status_code == 400
