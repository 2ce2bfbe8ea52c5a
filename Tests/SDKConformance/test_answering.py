"""Incoming calls: answer and reject."""

import pytest
from azure.communication.callautomation import (
    CallConnectionProperties,
    CallConnectionState,
    CallRejectReason,
    CommunicationUserIdentifier,
    PhoneNumberIdentifier,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from harness.app import CALLER, SERVICE, USER, phone, raw, user


def test_an_incoming_call_is_told_with_the_callers_name_and_context(app):
    context = {"sipHeaders": {"X-MS-Custom-Ticket": "42"}, "voipHeaders": {"colour": "blue"}}
    _, event = app.ring(display_name="Ana", custom_context=context)
    assert event.raw_id("from") == raw(CALLER)
    assert event.raw_id("to") == raw(SERVICE)
    assert event.data["callerDisplayName"] == "Ana"
    assert event.data["customContext"] == context
    assert event.body["subject"] == f"/caller/{raw(CALLER)}/recipient/{raw(SERVICE)}"


def test_a_caller_may_hide_the_number(app):
    _, event = app.ring("4:anonymous")
    assert event.raw_id("from") == "4:anonymous"
    assert event.data["from"]["phoneNumber"]["isAnonymous"] is True
    properties = app.client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    assert isinstance(properties.source, PhoneNumberIdentifier)
    assert properties.source.raw_id == "4:anonymous"
    app.wait_until_connected(properties)
    participant = app.connection(properties).get_participant(properties.source)
    assert participant.identifier.raw_id == "4:anonymous"
    app.end(app.connection(properties))


@pytest.mark.covers("answer_call", "get_call_connection", "get_call_properties")
def test_an_answered_call_connects(app):
    call_id, event = app.ring()
    properties = app.client.answer_call(
        event.data["incomingCallContext"], app.callbacks.url, operation_context="answer-1")
    assert isinstance(properties, CallConnectionProperties)
    assert properties.call_connection_state == CallConnectionState.UNKNOWN
    assert properties.server_call_id == event.data["serverCallId"]
    assert properties.correlation_id == event.data["correlationId"]
    assert properties.callback_url == app.callbacks.url
    assert properties.source == phone(CALLER)
    assert properties.source_caller_id_number == phone(CALLER)
    assert properties.targets == [phone(SERVICE)]
    assert isinstance(properties.targets[0], PhoneNumberIdentifier)

    connected = app.callbacks.wait_for("CallConnected")
    assert connected.context == "answer-1"
    assert connected.result == (200, 0)
    assert connected.data["callConnectionId"] == properties.call_connection_id
    assert connected.data["serverCallId"] == properties.server_call_id
    assert connected.data["correlationId"] == properties.correlation_id
    updated = app.callbacks.wait_for("ParticipantsUpdated")
    assert updated.data["sequenceNumber"] == 1
    assert updated.participants == [raw(CALLER)]
    assert "operationContext" not in updated.data

    now = app.connection(properties).get_call_properties()
    assert now.call_connection_state == CallConnectionState.CONNECTED
    assert now.call_connection_id == properties.call_connection_id
    assert app.control.call(call_id)["call_connection_id"] == properties.call_connection_id


def test_a_client_with_an_identity_answers_as_that(app):
    client = app.driver.client(app.endpoint, app.key, source=user(USER))
    _, event = app.ring()
    properties = client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    assert properties.answered_by == user(USER)
    assert isinstance(properties.answered_by, CommunicationUserIdentifier)
    app.wait_until_connected(properties)


def test_without_a_context_the_events_have_none(app):
    _, event = app.ring()
    app.client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    assert "operationContext" not in app.callbacks.wait_for("CallConnected").data


@pytest.mark.covers("reject_call")
@pytest.mark.parametrize(
    "reason, code",
    [
        (None, 603),
        (CallRejectReason.NONE, 603),
        (CallRejectReason.BUSY, 486),
        (CallRejectReason.FORBIDDEN, 403),
        ("busy", 486),
    ],
    ids=["default", "none", "busy", "forbidden", "text"],
)
def test_a_rejected_caller_is_told_the_reason(app, reason, code):
    call_id, event = app.ring()
    options = {} if reason is None else {"call_reject_reason": reason}
    assert app.client.reject_call(event.data["incomingCallContext"], **options) is None
    ended = app.control.wait_until_ended(call_id)["ended"]
    assert ended["how"] == "rejected"
    assert ended["result"]["code"] == code
    assert app.callbacks.events == []


def test_an_unknown_reason_is_refused(app):
    _, event = app.ring()
    with pytest.raises(HttpResponseError) as error:
        app.client.reject_call(event.data["incomingCallContext"], call_reject_reason="tired")
    assert (error.value.status_code, error.value.error.code) == (400, "8523")


def test_an_offer_is_taken_once(app):
    connection, _ = app.answer()
    offer = app.grid.events[0].data["incomingCallContext"]
    for use in (
        lambda: app.client.answer_call(offer, app.callbacks.url),
        lambda: app.client.reject_call(offer),
    ):
        with pytest.raises(ResourceNotFoundError) as error:
            use()
        assert error.value.error.code == "8522"
    app.end(connection)


def test_an_offer_ends_with_the_caller(app):
    call_id, event = app.ring()
    app.control.hang_up(CALLER)
    assert app.control.wait_until_ended(call_id)["ended"]["how"] == "cancelled"
    with pytest.raises(ResourceNotFoundError):
        app.client.answer_call(event.data["incomingCallContext"], app.callbacks.url)


def test_an_invented_offer_is_not_found(app):
    with pytest.raises(ResourceNotFoundError) as error:
        app.client.answer_call("no such offer", app.callbacks.url)
    assert error.value.error.code == "8522"
