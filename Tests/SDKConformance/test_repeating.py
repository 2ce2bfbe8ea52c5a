"""Requests that the SDK's transport repeats: the answer was lost, the work was done."""

import uuid

import pytest

from harness.app import DESK, SECOND, SERVICE, phone, raw
from harness.refusals import refused


@pytest.fixture
def lossy(app, wire):
    """The application, speaking through the proxy."""
    app.client = app.driver.client(wire.endpoint, app.key)
    return app


def header(wire, name):
    """The values that the last two requests have for a header."""
    return [each["headers"].get(name) for each in wire.requests[-2:]]


def assert_repeated(wire):
    first, second = wire.requests[-2:]
    assert (first["method"], first["path"], first["body"]) == (second["method"], second["path"], second["body"])
    ids = header(wire, "Repeatability-Request-ID")
    assert ids[0] and ids[0] == ids[1]
    first_sent = header(wire, "Repeatability-First-Sent")
    assert first_sent[0] and first_sent[0] == first_sent[1]


def test_a_call_is_made_once(lossy, wire):
    lossy.control.phone(DESK)
    wire.lose_answers(503)
    results = []
    properties = lossy.client.create_call(
        phone(DESK),
        lossy.callbacks.url,
        source_caller_id_number=phone(SERVICE),
        raw_response_hook=lambda response: results.append(
            (response.http_response.status_code, response.http_response.headers.get("Repeatability-Result"))),
    )
    assert_repeated(wire)
    assert results[-1] == (201, "accepted")
    lossy.wait_until_connected(properties)
    assert len(lossy.control.calls()) == 1
    lossy.end(lossy.connection(properties))
    assert lossy.callbacks.types.count("CallConnected") == 1


def test_a_call_is_answered_once(lossy, wire):
    _, event = lossy.ring()
    wire.lose_answers(500)
    properties = lossy.client.answer_call(event.data["incomingCallContext"], lossy.callbacks.url)
    assert_repeated(wire)
    lossy.wait_until_connected(properties)
    lossy.end(lossy.connection(properties))
    assert lossy.callbacks.types.count("CallConnected") == 1


def test_a_call_is_rejected_once(lossy, wire):
    call_id, event = lossy.ring()
    wire.lose_answers(504)
    assert lossy.client.reject_call(event.data["incomingCallContext"]) is None
    assert_repeated(wire)
    assert lossy.control.wait_until_ended(call_id)["ended"]["how"] == "rejected"


def test_a_call_is_redirected_once(lossy, wire):
    lossy.control.phone(DESK)
    _, event = lossy.ring()
    wire.lose_answers(503)
    assert lossy.client.redirect_call(event.data["incomingCallContext"], phone(DESK)) is None
    assert_repeated(wire)


def test_a_call_is_joined_once(lossy, wire):
    first, _ = lossy.answer()
    server_call_id = first.get_call_properties().server_call_id
    supervisor = lossy.inbox()
    wire.lose_answers(503)
    properties = lossy.client.connect_call(supervisor.url, server_call_id=server_call_id)
    assert_repeated(wire)
    lossy.wait_until_connected(properties, supervisor)
    lossy.end(first)
    assert supervisor.types.count("CallConnected") == 1


def test_a_participant_is_added_cancelled_and_removed_once(lossy, wire):
    connection, _ = lossy.answer()
    lossy.control.phone(DESK)
    wire.lose_answers(503)
    connection.add_participant(phone(DESK), source_caller_id_number=phone(SERVICE))
    assert_repeated(wire)
    lossy.callbacks.wait_for("AddParticipantSucceeded")
    lossy.control.phone(SECOND, "no_answer")
    invitation = connection.add_participant(phone(SECOND), source_caller_id_number=phone(SERVICE)).invitation_id
    wire.lose_answers(503)
    assert connection.cancel_add_participant_operation(invitation).invitation_id == invitation
    assert_repeated(wire)
    lossy.callbacks.wait_for("CancelAddParticipantSucceeded")
    wire.lose_answers(503)
    connection.remove_participant(phone(DESK))
    assert_repeated(wire)
    lossy.callbacks.wait_for("RemoveParticipantSucceeded")
    lossy.end(connection)
    for type in ("AddParticipantSucceeded", "CancelAddParticipantSucceeded", "RemoveParticipantSucceeded"):
        assert lossy.callbacks.types.count(type) == 1
    assert not lossy.callbacks.of(
        "AddParticipantFailed", "CancelAddParticipantFailed", "RemoveParticipantFailed")


def test_a_call_is_transferred_once(lossy, wire):
    connection, _ = lossy.answer()
    properties = connection.get_call_properties()
    lossy.control.phone(DESK)
    wire.lose_answers(503)
    result = connection.transfer_call_to_participant(phone(DESK), operation_context="transfer")
    assert result.operation_context == "transfer"
    assert_repeated(wire)
    lossy.wait_until_disconnected(properties)
    assert lossy.callbacks.types.count("CallTransferAccepted") == 1


def test_a_participant_is_moved_once(lossy, wire):
    elsewhere = lossy.inbox()
    old, old_properties = lossy.call(DESK, SECOND, callbacks=elsewhere)
    connection, _ = lossy.answer()
    wire.lose_answers(503)
    result = connection.move_participants([phone(DESK)], old_properties.call_connection_id)
    assert [each.identifier.raw_id for each in result.participants] == [raw(DESK)]
    assert_repeated(wire)
    lossy.callbacks.wait_for("MoveParticipantSucceeded")
    lossy.end(old, elsewhere)
    lossy.end(connection)
    assert lossy.callbacks.types.count("MoveParticipantSucceeded") == 1
    assert not lossy.callbacks.of("MoveParticipantFailed")


def test_a_call_is_terminated_once(lossy, wire):
    connection, _ = lossy.answer()
    properties = connection.get_call_properties()
    wire.lose_answers(503)
    # The second request finds no call any more, and yet it is answered as the first was.
    assert connection.hang_up(True) is None
    assert_repeated(wire)
    lossy.wait_until_disconnected(properties)


def test_leaving_has_no_such_protection(lossy, wire):
    connection, _ = lossy.answer()
    properties = connection.get_call_properties()
    wire.lose_answers(503)
    with refused(404, "8522"):
        connection.hang_up(False)
    assert header(wire, "Repeatability-Request-ID") == [None, None]
    lossy.wait_until_disconnected(properties)


def test_the_answer_to_a_repetition_shows_the_present(lossy, wire):
    lossy.control.phone(DESK)
    options = {"source_caller_id_number": phone(SERVICE)}
    headers = {"Repeatability-Request-ID": str(uuid.uuid4())}
    first = lossy.client.create_call(phone(DESK), lossy.callbacks.url, headers=dict(headers), **options)
    assert first.call_connection_state == "connecting"
    lossy.wait_until_connected(first)
    headers["Repeatability-First-Sent"] = wire.requests[-1]["headers"]["Repeatability-First-Sent"]
    again = lossy.client.create_call(phone(DESK), lossy.callbacks.url, headers=dict(headers), **options)
    assert again.call_connection_id == first.call_connection_id
    assert again.call_connection_state == "connected"
    assert again.server_call_id
    assert len(lossy.control.calls()) == 1
    # The same id for something else.
    with refused(400, "8523"):
        lossy.client.create_call(phone(SECOND), lossy.callbacks.url, headers=dict(headers), **options)
    assert len(lossy.control.calls()) == 1


def test_each_call_of_a_method_is_a_request_of_its_own(lossy, wire):
    for _ in range(2):
        _, event = lossy.ring()
        lossy.client.reject_call(event.data["incomingCallContext"])
    ids = header(wire, "Repeatability-Request-ID")
    assert all(uuid.UUID(each).version == 4 for each in ids)
    assert ids[0] != ids[1]


def test_a_throttled_request_waits_as_told_and_is_done(lossy, wire):
    _, event = lossy.ring()
    wire.refuse(429, {"Retry-After": "0"})
    lossy.client.reject_call(event.data["incomingCallContext"])
    assert_repeated(wire)
