"""Calls that the application makes: to one, to a group."""

import uuid

import pytest
from azure.communication import callautomation
from azure.communication.callautomation import (
    CallConnectionProperties,
    CallConnectionState,
    CommunicationUserIdentifier,
    MicrosoftTeamsAppIdentifier,
    MicrosoftTeamsUserIdentifier,
    TeamsExtensionUserIdentifier,
)

from harness.app import DESK, NOT_TAKEN, OTHER_USER, SECOND, SERVICE, THIRD, USER, phone, raw, user
from harness.refusals import refused


@pytest.mark.covers("create_call", "get_call_properties")
def test_a_call_to_a_phone_connects_when_it_answers(app):
    app.control.phone(DESK)
    properties = app.client.create_call(
        phone(DESK),
        app.callbacks.url,
        source_caller_id_number=phone(SERVICE),
        source_display_name="Contoso",
        operation_context="create-1",
        cognitive_services_endpoint="https://speech.example.test",
    )
    assert isinstance(properties, CallConnectionProperties)
    assert str(uuid.UUID(properties.call_connection_id)) == properties.call_connection_id.lower()
    assert properties.call_connection_state == CallConnectionState.CONNECTING
    assert properties.targets == [phone(DESK)]
    assert properties.source_caller_id_number == phone(SERVICE)
    assert properties.source_display_name == "Contoso"
    assert isinstance(properties.source, CommunicationUserIdentifier)
    assert properties.callback_url == app.callbacks.url
    assert properties.answered_by is None and properties.answered_for is None

    connected = app.callbacks.wait_for("CallConnected")
    assert connected.context == "create-1"
    assert connected.result == (200, 0)
    updated = app.callbacks.wait_for("ParticipantsUpdated")
    assert raw(DESK) in updated.participants
    assert updated.data["sequenceNumber"] == 1

    connection = app.connection(properties)
    now = connection.get_call_properties()
    assert now.call_connection_state == CallConnectionState.CONNECTED
    assert now.server_call_id == connected.data["serverCallId"]
    assert now.correlation_id == properties.correlation_id == connected.data["correlationId"]
    disconnected = app.end(connection)
    assert disconnected.result == (200, 7000)
    assert [each.type for each in app.callbacks.events][-1] == "CallDisconnected"


@pytest.mark.covers("create_call")
def test_a_call_to_a_user_needs_no_caller_id(app):
    connection, properties = app.call(USER)
    assert properties.targets == [user(USER)]
    assert isinstance(properties.targets[0], CommunicationUserIdentifier)
    assert properties.source_caller_id_number is None
    app.end(connection)


def test_one_application_calls_another(app):
    properties = app.client.create_call(user(USER), app.callbacks.url, operation_context="caller")
    answered, inbox, event = app.answer_as(USER, operation_context="callee")
    assert event.data["serverCallId"] == answered.server_call_id
    app.wait_until_connected(answered, inbox)
    app.wait_until_connected(properties)
    assert app.callbacks.wait_for("CallConnected").context == "caller"
    assert inbox.wait_for("CallConnected").context == "callee"
    now = app.connection(properties).get_call_properties()
    assert now.server_call_id == answered.server_call_id
    assert now.correlation_id == answered.correlation_id
    assert now.call_connection_id != answered.call_connection_id
    assert answered.source == now.source
    # One leaves a call of two, so it is over for both.
    app.connection(answered).hang_up(False)
    app.wait_until_disconnected(answered, inbox)
    app.wait_until_disconnected(properties)


@pytest.mark.parametrize("reason, code", [("none", 603), ("busy", 486), ("forbidden", 403)])
def test_one_application_rejects_the_call_of_another(app, reason, code):
    properties = app.client.create_call(user(USER), app.callbacks.url, operation_context="caller")
    offer = app.incoming_for(USER).data["incomingCallContext"]
    app.client.reject_call(offer, call_reject_reason=reason)
    failed = app.callbacks.wait_for("CreateCallFailed")
    assert failed.context == "caller"
    assert failed.result[0] == code
    assert failed.data["callConnectionId"] == properties.call_connection_id
    assert app.callbacks.types == ["CreateCallFailed"]


def test_an_application_with_an_identity_calls_as_that(app):
    app.client = app.driver.client(app.endpoint, app.key, source=user(OTHER_USER))
    connection, properties = app.call(DESK)
    assert properties.source == user(OTHER_USER)
    app.end(connection)


@pytest.mark.parametrize(
    "target, raw_id",
    [
        (MicrosoftTeamsUserIdentifier("a0000000-0000-0000-0000-000000000001"),
         "8:orgid:a0000000-0000-0000-0000-000000000001"),
        (MicrosoftTeamsUserIdentifier("a0000000-0000-0000-0000-000000000001", cloud="GCCH"),
         "8:gcch:a0000000-0000-0000-0000-000000000001"),
        (MicrosoftTeamsAppIdentifier("b0000000-0000-0000-0000-000000000001"),
         "28:orgid:b0000000-0000-0000-0000-000000000001"),
        (TeamsExtensionUserIdentifier(
            user_id="c0000000-0000-0000-0000-000000000001",
            tenant_id="c0000000-0000-0000-0000-000000000002",
            resource_id="c0000000-0000-0000-0000-000000000003"),
         "8:acs:c0000000-0000-0000-0000-000000000003_c0000000-0000-0000-0000-000000000002"
         "_c0000000-0000-0000-0000-000000000001"),
    ],
    ids=["Teams user", "Teams user of a cloud", "Teams app", "Teams extension user"],
)
def test_all_kinds_of_identifiers_come_back_as_what_they_are(app, target, raw_id):
    app.control.phone(raw_id)
    properties = app.client.create_call(target, app.callbacks.url)
    assert type(properties.targets[0]) is type(target)
    assert properties.targets == [target]
    assert properties.targets[0].raw_id == raw_id
    assert properties.targets[0].properties["cloud"].lower() == target.properties["cloud"].lower()
    app.wait_until_connected(properties)
    connection = app.connection(properties)
    participant = connection.get_participant(target)
    assert type(participant.identifier) is type(target) and participant.identifier == target
    app.end(connection)


def test_a_teams_app_can_be_the_caller(app):
    app.control.phone(USER)
    properties = app.client.create_call(
        user(USER),
        app.callbacks.url,
        teams_app_source=MicrosoftTeamsAppIdentifier("b0000000-0000-0000-0000-000000000001"))
    app.wait_until_connected(properties)
    app.end(app.connection(properties))


def test_a_list_of_one_is_a_call_to_one(app):
    app.control.phone(DESK)
    properties = app.client.create_call([phone(DESK)], app.callbacks.url, source_caller_id_number=phone(SERVICE))
    assert properties.targets == [phone(DESK)]
    app.wait_until_connected(properties)
    app.control.hang_up(DESK)
    app.wait_until_disconnected(properties)


def test_the_invitation_object_of_old_still_works(app):
    app.control.phone(DESK)
    with pytest.warns(DeprecationWarning):
        invitation = callautomation.CallInvite(
            phone(DESK), source_caller_id_number=phone(SERVICE), source_display_name="Contoso")
    properties = app.client.create_call(invitation, app.callbacks.url)
    assert properties.source_caller_id_number == phone(SERVICE)
    assert properties.source_display_name == "Contoso"
    app.wait_until_connected(properties)


@pytest.mark.parametrize(
    "target, reaction, result",
    NOT_TAKEN,
)
def test_a_call_that_nobody_takes_fails_with_the_reason(app, target, reaction, result):
    app.control.phone(target, reaction)
    is_phone = target == DESK
    properties = app.client.create_call(
        phone(target) if is_phone else user(target),
        app.callbacks.url,
        source_caller_id_number=phone(SERVICE) if is_phone else None,
        operation_context="create-2",
    )
    failed = app.callbacks.wait_for("CreateCallFailed")
    assert failed.context == "create-2"
    assert failed.result == result
    assert failed.data["callConnectionId"] == properties.call_connection_id
    with refused(404, "8522"):
        app.connection(properties).get_call_properties()
    # Only the failure: no CallDisconnected.
    assert app.callbacks.types == ["CreateCallFailed"]


def test_hanging_up_while_it_rings_cancels_the_call(app):
    app.control.phone(DESK, "no_answer")
    properties = app.client.create_call(
        phone(DESK), app.callbacks.url, source_caller_id_number=phone(SERVICE), operation_context="create-3")
    connection = app.connection(properties)
    assert connection.get_call_properties().call_connection_state == CallConnectionState.CONNECTING
    assert raw(DESK) not in app.participants(connection)
    assert connection.hang_up(False) is None
    failed = app.callbacks.wait_for("CreateCallFailed")
    assert failed.context == "create-3"
    assert failed.result[0] == 487
    assert app.callbacks.types == ["CreateCallFailed"]


@pytest.mark.covers("create_call")
def test_a_group_call_grows_with_each_who_answers(app):
    for each in (DESK, SECOND, USER):
        app.control.phone(each)
    properties = app.client.create_call(
        [phone(DESK), phone(SECOND), user(USER)],
        app.callbacks.url,
        source_caller_id_number=phone(SERVICE),
        operation_context="group-1",
    )
    assert [each.raw_id for each in properties.targets] == [raw(DESK), raw(SECOND), USER]
    everyone = {raw(DESK), raw(SECOND), USER}
    app.callbacks.wait_for("ParticipantsUpdated", lambda each: everyone <= set(each.participants))
    connected = app.callbacks.wait_for("CallConnected")
    assert connected.context == "group-1"
    assert app.callbacks.types.count("CallConnected") == 1
    updates = app.callbacks.of("ParticipantsUpdated")
    sequence = sorted(each.data["sequenceNumber"] for each in updates)
    assert sequence == list(range(1, len(updates) + 1))
    assert everyone <= set(app.participants(app.connection(properties)))
    app.end(app.connection(properties))


@pytest.mark.covers("create_group_call")
def test_the_method_for_groups_of_old_does_the_same(app):
    for each in (DESK, SECOND):
        app.control.phone(each)
    with pytest.warns(DeprecationWarning):
        properties = app.client.create_group_call(
            [phone(DESK), phone(SECOND)], app.callbacks.url, source_caller_id_number=phone(SERVICE))
    app.callbacks.wait_for(
        "ParticipantsUpdated", lambda each: {raw(DESK), raw(SECOND)} <= set(each.participants))
    app.end(app.connection(properties))


def test_a_group_call_goes_on_without_those_who_decline(app):
    app.control.phone(DESK, "decline")
    app.control.phone(SECOND, "busy")
    app.control.phone(THIRD, after=0.2)
    properties = app.client.create_call(
        [phone(DESK), phone(SECOND), phone(THIRD)], app.callbacks.url, source_caller_id_number=phone(SERVICE))
    app.wait_until_connected(properties)
    connection = app.connection(properties)
    present = app.participants(connection)
    assert raw(THIRD) in present and raw(DESK) not in present and raw(SECOND) not in present
    app.end(connection)
    assert "CreateCallFailed" not in app.callbacks.types


def test_a_group_call_that_nobody_takes_fails(app):
    app.control.phone(DESK, "decline")
    app.control.phone(SECOND, "busy")
    app.client.create_call(
        [phone(DESK), phone(SECOND)],
        app.callbacks.url,
        source_caller_id_number=phone(SERVICE),
        operation_context="group-2",
    )
    assert app.callbacks.wait_for("CreateCallFailed").context == "group-2"
    assert app.callbacks.types == ["CreateCallFailed"]


def test_a_group_of_users_needs_no_caller_id(app):
    connection, _ = app.call(USER, OTHER_USER)
    app.end(connection)


def test_what_cannot_be_called_is_refused(app):
    callback = app.callbacks.url
    with refused(400, "8523", "sourceCallerIdNumber"):
        app.client.create_call(phone(DESK), callback)
    with refused(400, "8523", "sourceCallerIdNumber"):
        app.client.create_call([user(USER), phone(DESK)], callback)
    with refused(400, "8523", "targets"):
        app.client.create_call([], callback)
    with refused(400, "8523"):
        app.client.create_call(phone("4255550123"), callback, source_caller_id_number=phone(SERVICE))
    with refused(400, "8523"):
        app.client.create_call(phone(DESK), callback, source_caller_id_number=phone("Contoso"))
    with refused(400, "8523", "callbackUri"):
        app.client.create_call(phone(DESK), "/callbacks", source_caller_id_number=phone(SERVICE))
    assert app.control.calls() == []


@pytest.mark.parametrize("context", ["", "a b/c?d=é&ü", "x" * 5_000], ids=["empty", "unicode", "long"])
def test_any_text_is_an_operation_context(app, context):
    app.control.phone(DESK)
    app.client.create_call(
        phone(DESK), app.callbacks.url, source_caller_id_number=phone(SERVICE), operation_context=context)
    assert app.callbacks.wait_for("CallConnected").context == context
