"""Joining calls that are there already: by server call id, group call, room."""

import uuid

import pytest
from azure.communication import callautomation
from azure.communication.callautomation import CallConnectionProperties, CallConnectionState

from harness.app import CALLER, DESK, OTHER_USER, USER, raw
from harness.refusals import refused


@pytest.mark.covers("connect_call")
def test_a_second_application_joins_by_server_call_id(app):
    first, _ = app.answer()
    call = first.get_call_properties()
    supervisor = app.inbox()
    properties = app.client.connect_call(
        supervisor.url, server_call_id=call.server_call_id, operation_context="connect-1")
    assert isinstance(properties, CallConnectionProperties)
    assert properties.call_connection_state == CallConnectionState.CONNECTING
    assert properties.call_connection_id != call.call_connection_id
    assert properties.server_call_id == call.server_call_id
    assert properties.correlation_id == call.correlation_id
    assert properties.targets == []
    assert properties.callback_url == supervisor.url

    connected = supervisor.wait_for("CallConnected")
    assert connected.context == "connect-1"
    assert connected.data["callConnectionId"] == properties.call_connection_id
    assert connected.data["serverCallId"] == call.server_call_id
    app.wait_until_connected(properties, supervisor)
    second = app.connection(properties)
    assert second.get_call_properties().call_connection_state == CallConnectionState.CONNECTED
    # It sees the caller, and the number that the first application answered as.
    assert raw(CALLER) in app.participants(second)
    assert app.participants(first) == [raw(CALLER)]

    # One leaves, the other stays; each leg has its own events.
    second.hang_up(False)
    assert app.wait_until_disconnected(properties, supervisor).result == (200, 7000)
    assert first.get_call_properties().call_connection_state == CallConnectionState.CONNECTED
    assert "CallDisconnected" not in app.callbacks.types
    app.end(first)


def test_the_end_for_everyone_is_told_to_every_leg(app):
    first, _ = app.answer()
    call = first.get_call_properties()
    supervisor = app.inbox()
    properties = app.client.connect_call(supervisor.url, server_call_id=call.server_call_id)
    app.wait_until_connected(properties, supervisor)
    app.connection(properties).hang_up(True)
    app.wait_until_disconnected(properties, supervisor)
    app.wait_until_disconnected(call)


@pytest.mark.covers("connect_call")
@pytest.mark.parametrize("kind", ["room_id", "group_call_id"])
def test_an_application_joins_a_room_or_a_group_call(app, kind):
    locator = {kind: "99450000000000001" if kind == "room_id" else str(uuid.uuid4())}
    if kind == "room_id":
        app.control.room(locator[kind])
    properties = app.client.connect_call(app.callbacks.url, operation_context="connect-2", **locator)
    assert properties.call_connection_state == CallConnectionState.CONNECTING
    assert properties.server_call_id and properties.correlation_id
    app.wait_until_connected(properties)
    assert app.callbacks.wait_for("CallConnected").context == "connect-2"
    other = app.inbox()
    beside = app.client.connect_call(other.url, **locator)
    assert beside.server_call_id == properties.server_call_id
    assert beside.call_connection_id != properties.call_connection_id
    app.wait_until_connected(beside, other)

    # Each leg hears of who comes by himself.
    app.control.join(USER, **locator)
    for inbox in (app.callbacks, other):
        inbox.wait_for("ParticipantsUpdated", lambda each: USER in each.participants)
    assert USER in app.participants(app.connection(properties))
    app.connection(beside).hang_up(True)
    app.wait_until_disconnected(properties)
    app.wait_until_disconnected(beside, other)


def test_event_grid_tells_of_a_call_that_an_application_can_join(app):
    # Users meet without the application: it learns of the call by Event Grid, and joins by its server call id.
    group = str(uuid.uuid4())
    app.control.join(USER, group_call_id=group)
    started = app.grid.wait_for("CallStarted", lambda each: each.data["group"]["id"] == group)
    assert started.data["startedBy"]["communicationIdentifier"]["rawId"] == USER
    properties = app.client.connect_call(app.callbacks.url, server_call_id=started.data["serverCallId"])
    app.wait_until_connected(properties)
    connection = app.connection(properties)
    assert app.participants(connection) == [USER]
    app.control.join(OTHER_USER, group_call_id=group)
    app.grid.wait_for(
        "CallParticipantAdded",
        lambda each: each.data["user"]["communicationIdentifier"]["rawId"] == OTHER_USER)
    app.callbacks.wait_for("ParticipantsUpdated", lambda each: OTHER_USER in each.participants)
    app.end(connection)
    ended = app.grid.wait_for("CallEnded", lambda each: each.data["serverCallId"] == started.data["serverCallId"])
    assert ended.data["correlationId"] == properties.correlation_id


def test_a_room_that_was_not_made_cannot_be_joined(app):
    app.client.connect_call(app.callbacks.url, room_id="99450000000000002", operation_context="connect-4")
    failed = app.callbacks.wait_for("ConnectFailed")
    assert failed.context == "connect-4"
    assert failed.result == (404, 8522)
    assert app.callbacks.types == ["ConnectFailed"]


def test_the_locators_of_old_still_work(app):
    first, _ = app.answer()
    with pytest.warns(DeprecationWarning):
        locator = callautomation.ServerCallLocator(first.get_call_properties().server_call_id)
    supervisor = app.inbox()
    properties = app.client.connect_call(supervisor.url, call_locator=locator)
    app.wait_until_connected(properties, supervisor)
    app.end(first)


def test_participants_of_a_joined_call_can_be_managed(app):
    first, _ = app.call(DESK)
    supervisor = app.inbox()
    properties = app.client.connect_call(
        supervisor.url, server_call_id=first.get_call_properties().server_call_id)
    app.wait_until_connected(properties, supervisor)
    assert raw(DESK) in app.participants(app.connection(properties))
    app.end(first)


def test_a_connect_needs_exactly_one_locator(app):
    with pytest.raises(ValueError):
        app.client.connect_call(app.callbacks.url)
    with pytest.raises(ValueError):
        app.client.connect_call(app.callbacks.url, room_id="1", group_call_id="2")


def test_a_call_that_is_not_there_cannot_be_joined(app):
    first, _ = app.answer()
    server_call_id = first.get_call_properties().server_call_id
    app.end(first)
    properties = app.client.connect_call(
        app.callbacks.url, server_call_id=server_call_id, operation_context="connect-3")
    failed = app.callbacks.wait_for("ConnectFailed")
    assert failed.context == "connect-3"
    assert failed.result == (404, 8522)
    with refused(404, "8522"):
        app.connection(properties).get_call_properties()
