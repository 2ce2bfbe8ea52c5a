"""Transfers: of a call of two, of one participant of a group, with custom context."""

import pytest
from azure.communication.callautomation import CallConnectionState, TransferCallResult

from harness.app import CALLER, DESK, NOT_TAKEN, SECOND, SERVICE, THIRD, USER, phone, raw, user
from harness.refusals import refused


@pytest.mark.covers("transfer_call_to_participant")
def test_a_call_of_two_is_transferred(app):
    connection, call_id = app.answer()
    properties = connection.get_call_properties()
    app.control.phone(DESK)
    result = connection.transfer_call_to_participant(phone(DESK), operation_context="transfer-1")
    assert isinstance(result, TransferCallResult)
    assert result.operation_context == "transfer-1"
    accepted = app.callbacks.wait_for("CallTransferAccepted")
    assert accepted.context == "transfer-1"
    assert accepted.result[0] == 200
    assert accepted.raw_id("transferTarget") == raw(DESK)
    assert accepted.raw_id("transferee") == raw(CALLER)
    app.wait_until_disconnected(properties)
    assert [each.type for each in app.callbacks.of("CallTransferAccepted", "CallDisconnected")] == [
        "CallTransferAccepted", "CallDisconnected"]
    assert app.control.wait_until_ended(call_id)["ended"]["how"] == "transferred"
    with refused(404, "8522"):
        connection.get_call_properties()


def test_a_call_that_was_made_is_transferred(app):
    connection, properties = app.call(DESK)
    app.control.phone(SECOND)
    connection.transfer_call_to_participant(phone(SECOND))
    accepted = app.callbacks.wait_for("CallTransferAccepted")
    assert accepted.raw_id("transferee") == raw(DESK)
    assert "operationContext" not in accepted.data
    app.wait_until_disconnected(properties)


def test_the_outcome_goes_where_the_action_says(app):
    connection, _ = app.answer()
    properties = connection.get_call_properties()
    app.control.phone(DESK)
    connection.transfer_call_to_participant(
        phone(DESK), operation_context="transfer-2", operation_callback_url=app.operations.url)
    assert app.operations.wait_for("CallTransferAccepted").context == "transfer-2"
    app.wait_until_disconnected(properties)
    assert not app.callbacks.of("CallTransferAccepted")
    assert app.operations.types == ["CallTransferAccepted"]


def test_a_caller_id_may_be_given_though_the_callers_is_shown(app):
    connection, _ = app.answer()
    app.control.phone(DESK)
    connection.transfer_call_to_participant(phone(DESK), source_caller_id_number=phone(SERVICE))
    app.callbacks.wait_for("CallTransferAccepted")


@pytest.mark.parametrize(
    "target, reaction, result",
    NOT_TAKEN,
)
def test_a_call_goes_on_after_a_transfer_that_fails(app, target, reaction, result):
    connection, _ = app.answer()
    app.control.phone(target, reaction)
    connection.transfer_call_to_participant(
        phone(target) if target == DESK else user(target), operation_context="transfer-3")
    failed = app.callbacks.wait_for("CallTransferFailed")
    assert failed.context == "transfer-3"
    assert failed.result == result
    assert connection.get_call_properties().call_connection_state == CallConnectionState.CONNECTED
    app.end(connection)
    assert not app.callbacks.of("CallTransferAccepted")


def test_the_failure_goes_where_the_action_says(app):
    connection, _ = app.answer()
    app.control.phone(DESK, "busy")
    connection.transfer_call_to_participant(
        phone(DESK), transferee=phone(CALLER), operation_callback_url=app.operations.url)
    app.operations.wait_for("CallTransferFailed")
    app.end(connection)
    assert not app.callbacks.of("CallTransferFailed")


@pytest.mark.covers("transfer_call_to_participant")
def test_one_of_a_group_is_transferred_and_the_group_goes_on(app):
    connection, _ = app.call(DESK, SECOND)
    app.control.phone(THIRD)
    connection.transfer_call_to_participant(
        phone(THIRD), transferee=phone(DESK), operation_context="transfer-4")
    accepted = app.callbacks.wait_for("CallTransferAccepted")
    assert accepted.context == "transfer-4"
    assert accepted.raw_id("transferTarget") == raw(THIRD)
    assert accepted.raw_id("transferee") == raw(DESK)
    app.callbacks.wait_until_gone(raw(DESK))
    present = app.participants(connection)
    assert raw(SECOND) in present and raw(DESK) not in present and raw(THIRD) not in present
    assert "CallDisconnected" not in app.callbacks.types
    app.end(connection)


def test_a_transferee_who_is_not_there_is_not_found(app):
    connection, _ = app.call(DESK, SECOND)
    with refused(404, "8522"):
        connection.transfer_call_to_participant(phone(THIRD), transferee=phone(CALLER))
    app.end(connection)


def test_a_user_gets_the_custom_context_of_a_transfer(app):
    connection, _ = app.answer()
    connection.transfer_call_to_participant(
        user(USER), voip_headers={"account": "4711"}, sip_headers={"X-MS-Custom-Ticket": "42"})
    properties, inbox, event = app.answer_as(USER)
    assert event.raw_id("from") == raw(CALLER)
    assert event.data["customContext"]["voipHeaders"] == {"account": "4711"}
    assert event.data["customContext"]["sipHeaders"] == {"X-MS-Custom-Ticket": "42"}
    assert app.callbacks.wait_for("CallTransferAccepted").raw_id("transferTarget") == USER
    app.wait_until_connected(properties, inbox)
    # The old leg is over, the target speaks with the transferee.
    app.callbacks.wait_for("CallDisconnected")
    assert raw(CALLER) in app.participants(app.connection(properties))
    app.end(app.connection(properties), inbox)


def test_a_second_transfer_meanwhile_is_a_conflict(app):
    connection, _ = app.answer()
    app.control.phone(DESK, "no_answer")
    connection.transfer_call_to_participant(phone(DESK))
    assert connection.get_call_properties().call_connection_state == CallConnectionState.TRANSFERRING
    with refused(409, "8607"):
        connection.transfer_call_to_participant(phone(SECOND))
    with refused(400, "8585"):
        connection.add_participant(phone(SECOND), source_caller_id_number=phone(SERVICE))
    connection.hang_up(True)
    app.callbacks.wait_for("CallDisconnected")
    assert not app.callbacks.of("CallTransferAccepted")


def test_what_cannot_be_transferred_is_refused(app):
    connection, _ = app.answer()
    with refused(400, "8523"):
        connection.transfer_call_to_participant(phone("Contoso"))
    with refused(400, "8523"):
        connection.transfer_call_to_participant(user(USER), sip_headers={"Ticket": "42"})
    with refused(400, "8523", "operationCallbackUri"):
        connection.transfer_call_to_participant(phone(DESK), operation_callback_url="somewhere")
    app.end(connection)
    assert not app.callbacks.of("CallTransferAccepted", "CallTransferFailed")
