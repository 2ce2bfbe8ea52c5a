"""Who is in a call: list, get, add, cancel, remove, mute, move."""

import uuid

import pytest
from azure.communication import callautomation
from azure.communication.callautomation import (
    AddParticipantResult,
    CallParticipant,
    CancelAddParticipantOperationResult,
    CommunicationUserIdentifier,
    MoveParticipantsResult,
    MuteParticipantResult,
    PhoneNumberIdentifier,
    RemoveParticipantResult,
)

from harness.app import CALLER, DESK, NOT_TAKEN, OTHER_USER, SECOND, SERVICE, THIRD, USER, phone, raw, user
from harness.refusals import refused


def add(app, connection, target=DESK, **options):
    """Adds a phone or user, whatever it does then."""
    if target.startswith("+"):
        options.setdefault("source_caller_id_number", phone(SERVICE))
        return connection.add_participant(phone(target), **options)
    return connection.add_participant(user(target), **options)


@pytest.mark.covers("list_participants", "get_participant")
def test_the_participants_are_listed(app):
    connection, _ = app.answer()
    participants = connection.list_participants()
    assert all(isinstance(each, CallParticipant) for each in participants)
    caller = next(each for each in participants if each.identifier.raw_id == raw(CALLER))
    assert isinstance(caller.identifier, PhoneNumberIdentifier)
    assert caller.identifier.properties["value"] == CALLER
    assert caller.is_muted is False and caller.is_on_hold is False

    one = connection.get_participant(phone(CALLER))
    assert isinstance(one, CallParticipant)
    assert one.identifier == phone(CALLER)
    with refused(404, "8522"):
        connection.get_participant(phone(DESK))
    app.end(connection)


@pytest.mark.covers("get_participant")
def test_a_user_is_found_by_its_raw_id(app):
    connection, _ = app.call(USER, OTHER_USER)
    for each in (USER, OTHER_USER):
        participant = connection.get_participant(user(each))
        assert isinstance(participant.identifier, CommunicationUserIdentifier)
        assert participant.identifier.raw_id == each
    app.end(connection)


@pytest.mark.covers("add_participant")
def test_an_added_phone_joins_when_it_answers(app):
    connection, _ = app.answer()
    app.control.phone(DESK)
    result = add(app, connection, operation_context="add-1", invitation_timeout=20, source_display_name="Contoso")
    assert isinstance(result, AddParticipantResult)
    assert isinstance(result.participant, CallParticipant)
    assert result.participant.identifier == phone(DESK)
    assert result.operation_context == "add-1"
    assert uuid.UUID(result.invitation_id)

    succeeded = app.callbacks.wait_for("AddParticipantSucceeded")
    assert succeeded.context == "add-1"
    assert succeeded.result[0] == 200
    assert succeeded.raw_id("participant") == raw(DESK)
    updated = app.callbacks.wait_for("ParticipantsUpdated", lambda each: raw(DESK) in each.participants)
    assert raw(CALLER) in updated.participants
    assert updated.data["sequenceNumber"] == 2
    assert {raw(CALLER), raw(DESK)} <= set(app.participants(connection))
    app.end(connection)


@pytest.mark.covers("add_participant")
def test_an_added_user_needs_no_caller_id_and_gets_the_custom_context(app):
    connection, _ = app.answer()
    add(
        app,
        connection,
        USER,
        voip_headers={"colour": "blue"},
        sip_headers={"User-To-User": "56a390f3d2b7310023a;encoding=hex", "X-MS-Custom-Ticket": "42"},
    )
    _, _, event = app.answer_as(USER)
    assert event.data["serverCallId"] == connection.get_call_properties().server_call_id
    custom = event.data["customContext"]
    assert custom["voipHeaders"] == {"colour": "blue"}
    headers = {name.lower(): value for name, value in custom["sipHeaders"].items()}
    assert headers["x-ms-custom-ticket"] == "42"
    assert next(value for name, value in headers.items() if name.replace("-", "") == "usertouser").startswith("56a390")
    assert app.callbacks.wait_for("AddParticipantSucceeded").raw_id("participant") == USER
    app.end(connection)


@pytest.mark.parametrize(
    "target, reaction, result",
    NOT_TAKEN,
)
def test_an_invitation_that_is_not_taken_fails_with_the_reason(app, target, reaction, result):
    connection, _ = app.answer()
    app.control.phone(target, reaction)
    add(app, connection, target, operation_context="add-2")
    failed = app.callbacks.wait_for("AddParticipantFailed")
    assert failed.context == "add-2"
    assert failed.result == result
    assert failed.raw_id("participant") == (raw(target) if target == DESK else target)
    assert app.participants(connection) == [raw(CALLER)]
    app.end(connection)
    assert "AddParticipantSucceeded" not in app.callbacks.types


@pytest.mark.parametrize("target, result", [(DESK, (480, 560480)), (USER, (487, 10004))], ids=["phone", "user"])
def test_an_invitation_ends_with_its_time(app, target, result):
    connection, _ = app.answer()
    app.control.phone(target, "no_answer")
    add(app, connection, target, invitation_timeout=1)
    assert app.callbacks.wait_for("AddParticipantFailed").result == result
    app.end(connection)


def test_the_outcome_goes_where_the_action_says(app):
    connection, _ = app.answer()
    app.control.phone(DESK)
    add(app, connection, operation_context="add-3", operation_callback_url=app.operations.url)
    assert app.operations.wait_for("AddParticipantSucceeded").context == "add-3"
    app.callbacks.wait_for("ParticipantsUpdated", lambda each: raw(DESK) in each.participants)
    connection.remove_participant(
        phone(DESK), operation_context="remove-3", operation_callback_url=app.operations.url)
    assert app.operations.wait_for("RemoveParticipantSucceeded").context == "remove-3"
    app.end(connection)
    assert not app.callbacks.of("AddParticipantSucceeded", "RemoveParticipantSucceeded")
    assert app.operations.types == ["AddParticipantSucceeded", "RemoveParticipantSucceeded"]


def test_the_invitation_object_of_old_still_works(app):
    connection, _ = app.answer()
    app.control.phone(DESK)
    with pytest.warns(DeprecationWarning):
        invitation = callautomation.CallInvite(phone(DESK), source_caller_id_number=phone(SERVICE))
    result = connection.add_participant(invitation)
    assert result.participant.identifier == phone(DESK)
    assert result.operation_context is None
    app.callbacks.wait_for("AddParticipantSucceeded")
    app.end(connection)


def test_who_cannot_be_added_is_refused(app):
    connection, _ = app.answer()
    with refused(400, "8523", "sourceCallerIdNumber"):
        connection.add_participant(phone(DESK))
    with refused(400, "8523", "invitationTimeoutInSeconds"):
        add(app, connection, invitation_timeout=181)
    with refused(400, "8523", "invitationTimeoutInSeconds"):
        add(app, connection, invitation_timeout=-1)
    with refused(400, "8523"):
        add(app, connection, "Contoso")
    with refused(400, "8523", "participantToAdd"):
        add(app, connection, CALLER)
    with refused(400, "8523"):
        add(app, connection, USER, sip_headers={"Ticket": "42"})
    with refused(400, "8523"):
        add(app, connection, USER, sip_headers={"X-MS-Custom-Ticket": "v" * 257})
    with refused(400, "8523"):
        add(app, connection, USER, sip_headers={f"X-MS-Custom-{each}": "v" for each in range(6)})
    with refused(400, "8523"):
        add(app, connection, USER, voip_headers={"k" * 65: "v"})
    with refused(400, "8523"):
        add(app, connection, USER, voip_headers={"k": "v" * 1025})
    app.end(connection)
    assert not app.callbacks.of("AddParticipantFailed", "AddParticipantSucceeded")


@pytest.mark.covers("cancel_add_participant_operation")
def test_an_invitation_is_taken_back(app):
    connection, _ = app.answer()
    app.control.phone(DESK, "no_answer")
    invitation = add(app, connection, operation_context="add-4").invitation_id
    result = connection.cancel_add_participant_operation(invitation, operation_context="cancel-4")
    assert isinstance(result, CancelAddParticipantOperationResult)
    assert result.invitation_id == invitation
    assert result.operation_context == "cancel-4"
    cancelled = app.callbacks.wait_for("CancelAddParticipantSucceeded")
    assert cancelled.context == "cancel-4"
    assert cancelled.data["invitationId"] == invitation
    assert cancelled.result == (200, 5300)
    app.end(connection)
    assert not app.callbacks.of("AddParticipantSucceeded", "AddParticipantFailed")


def test_the_outcome_of_a_cancel_goes_where_it_says(app):
    connection, _ = app.answer()
    app.control.phone(DESK, "no_answer")
    invitation = add(app, connection).invitation_id
    connection.cancel_add_participant_operation(invitation, operation_callback_url=app.operations.url)
    app.operations.wait_for("CancelAddParticipantSucceeded")
    app.end(connection)
    assert not app.callbacks.of("CancelAddParticipantSucceeded")


def test_an_accepted_invitation_cannot_be_taken_back(app):
    connection, _ = app.answer()
    app.control.phone(DESK)
    invitation = add(app, connection).invitation_id
    app.callbacks.wait_for("AddParticipantSucceeded")
    connection.cancel_add_participant_operation(invitation, operation_context="cancel-5")
    failed = app.callbacks.wait_for("CancelAddParticipantFailed")
    assert failed.context == "cancel-5"
    assert failed.data["invitationId"] == invitation
    assert failed.result[0] >= 400
    assert raw(DESK) in app.participants(connection)
    with refused(404, "8522"):
        connection.cancel_add_participant_operation(str(uuid.uuid4()))
    app.end(connection)
    assert not app.callbacks.of("CancelAddParticipantSucceeded")


@pytest.mark.covers("remove_participant")
def test_a_participant_is_removed(app):
    connection, _ = app.call(DESK, SECOND)
    result = connection.remove_participant(phone(DESK), operation_context="remove-1")
    assert isinstance(result, RemoveParticipantResult)
    assert result.operation_context == "remove-1"
    removed = app.callbacks.wait_for("RemoveParticipantSucceeded")
    assert removed.context == "remove-1"
    assert removed.result[0] == 200
    assert removed.raw_id("participant") == raw(DESK)
    assert raw(SECOND) in app.callbacks.wait_until_gone(raw(DESK)).participants
    assert raw(DESK) not in app.participants(connection)
    with refused(404, "8522"):
        connection.get_participant(phone(DESK))
    app.end(connection)


def test_removing_the_caller_of_a_call_of_two_ends_it(app):
    connection, _ = app.answer()
    properties = connection.get_call_properties()
    connection.remove_participant(phone(CALLER), operation_context="remove-4")
    assert app.callbacks.wait_for("RemoveParticipantSucceeded").context == "remove-4"
    app.wait_until_disconnected(properties)
    with refused(404, "8522"):
        connection.get_call_properties()


def test_a_leg_that_is_removed_is_told_the_end(app):
    connection, _ = app.call(DESK, SECOND)
    add(app, connection, USER)
    properties, inbox, _ = app.answer_as(USER)
    app.wait_until_connected(properties, inbox)
    app.callbacks.wait_for("AddParticipantSucceeded")
    connection.remove_participant(user(USER))
    app.wait_until_disconnected(properties, inbox)
    app.callbacks.wait_for("RemoveParticipantSucceeded")
    app.callbacks.wait_until_gone(USER)
    with refused(404, "8522"):
        app.connection(properties).get_call_properties()
    app.end(connection)


def test_an_invitation_fails_before_the_call_that_ends(app):
    connection, _ = app.answer()
    properties = connection.get_call_properties()
    app.control.phone(DESK, "no_answer")
    add(app, connection, operation_context="add-5")
    connection.hang_up(True)
    app.wait_until_disconnected(properties)
    outcomes = app.callbacks.of("AddParticipantFailed", "CallDisconnected")
    assert [each.type for each in outcomes] == ["AddParticipantFailed", "CallDisconnected"]
    assert outcomes[0].context == "add-5"


def test_who_is_not_there_cannot_be_removed_muted_or_moved(app):
    connection, _ = app.answer()
    connection.remove_participant(phone(DESK), operation_context="remove-2")
    failed = app.callbacks.wait_for("RemoveParticipantFailed")
    assert failed.context == "remove-2"
    assert failed.result == (400, 8558)
    assert failed.raw_id("participant") == raw(DESK)
    elsewhere = app.inbox()
    old, old_properties = app.call(SECOND, callbacks=elsewhere)
    connection.move_participants([phone(DESK)], old_properties.call_connection_id, operation_context="move-2")
    failed = app.callbacks.wait_for("MoveParticipantFailed")
    assert failed.context == "move-2"
    assert failed.result == (400, 8558)
    assert failed.data["fromCall"] == old_properties.call_connection_id
    app.end(old, elsewhere)
    with refused(404, "8522"):
        connection.mute_participant(user(USER))
    app.end(connection)


@pytest.mark.covers("mute_participant")
def test_a_user_is_muted(app):
    connection, _ = app.call(USER, DESK)
    result = connection.mute_participant(user(USER), operation_context="mute-1")
    assert isinstance(result, MuteParticipantResult)
    assert result.operation_context == "mute-1"
    assert connection.get_participant(user(USER)).is_muted is True
    assert connection.get_participant(phone(DESK)).is_muted is False
    updated = app.callbacks.wait_for(
        "ParticipantsUpdated", lambda each: any(who["isMuted"] for who in each.data["participants"]))
    assert [who["identifier"]["rawId"] for who in updated.data["participants"] if who["isMuted"]] == [USER]
    app.end(connection)


def test_a_phone_cannot_be_muted(app):
    connection, _ = app.answer()
    with refused(400, "8523"):
        connection.mute_participant(phone(CALLER))
    app.end(connection)


@pytest.mark.covers("move_participants")
def test_a_participant_moves_from_another_call(app):
    elsewhere = app.inbox()
    old, old_properties = app.call(DESK, SECOND, callbacks=elsewhere)
    connection, _ = app.call(THIRD)
    from_call = old_properties.call_connection_id
    result = connection.move_participants([phone(DESK)], from_call, operation_context="move-1")
    assert isinstance(result, MoveParticipantsResult)
    assert [each.identifier for each in result.participants] == [phone(DESK)]
    assert result.operation_context == "move-1"
    assert result.from_call == from_call

    moved = app.callbacks.wait_for("MoveParticipantSucceeded")
    assert moved.context == "move-1"
    assert moved.raw_id("participant") == raw(DESK)
    assert moved.data["fromCall"] == from_call
    app.callbacks.wait_for("ParticipantsUpdated", lambda each: raw(DESK) in each.participants)
    assert raw(SECOND) in elsewhere.wait_until_gone(raw(DESK)).participants
    assert {raw(DESK), raw(THIRD)} <= set(app.participants(connection))
    assert raw(DESK) not in app.participants(old)
    app.end(old, elsewhere)
    app.end(connection)


def test_the_caller_moves_out_of_a_call_which_ends(app):
    lobby = app.inbox()
    lobby_call, _ = app.answer(callbacks=lobby)
    lobby_properties = lobby_call.get_call_properties()
    connection, _ = app.call(DESK)
    connection.move_participants([phone(CALLER)], lobby_properties.call_connection_id)
    app.callbacks.wait_for("MoveParticipantSucceeded")
    assert {raw(CALLER), raw(DESK)} <= set(app.participants(connection))
    app.wait_until_disconnected(lobby_properties, lobby)
    app.end(connection)


def test_the_outcome_of_a_move_goes_where_it_says(app):
    elsewhere = app.inbox()
    old, old_properties = app.call(DESK, SECOND, callbacks=elsewhere)
    connection, _ = app.call(THIRD)
    connection.move_participants(
        [phone(DESK)], old_properties.call_connection_id, operation_callback_url=app.operations.url)
    app.operations.wait_for("MoveParticipantSucceeded")
    app.end(connection)
    assert not app.callbacks.of("MoveParticipantSucceeded")
    app.end(old, elsewhere)


def test_who_is_in_no_such_call_cannot_be_moved(app):
    connection, _ = app.call(THIRD)
    with refused(404, "8522"):
        connection.move_participants([phone(DESK)], str(uuid.uuid4()))
    with refused(400, "8523", "targetParticipants"):
        connection.move_participants([], connection.get_call_properties().call_connection_id)
    app.end(connection)
