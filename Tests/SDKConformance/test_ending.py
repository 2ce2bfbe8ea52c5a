"""How calls end, and what is left of them."""

import pytest

from harness.app import CALLER, DESK, SECOND, raw
from harness.refusals import refused


@pytest.mark.covers("hang_up")
@pytest.mark.parametrize("for_everyone", [False, True])
def test_the_application_ends_a_call_of_two(app, for_everyone):
    connection, call_id = app.answer()
    properties = connection.get_call_properties()
    assert connection.hang_up(for_everyone) is None
    assert app.wait_until_disconnected(properties).result == (200, 7000)
    assert app.control.wait_until_ended(call_id)["ended"]["how"] == "application_hung_up"
    with refused(404, "8522"):
        connection.get_call_properties()
    with refused(404, "8522"):
        connection.hang_up(for_everyone)


@pytest.mark.parametrize("for_everyone", [False, True])
def test_the_application_ends_a_call_that_it_made(app, for_everyone):
    connection, properties = app.call(DESK)
    connection.hang_up(for_everyone)
    assert app.wait_until_disconnected(properties).result == (200, 7000)
    with refused(404, "8522"):
        connection.get_call_properties()


def test_the_caller_hangs_up(app):
    connection, call_id = app.answer()
    properties = connection.get_call_properties()
    app.control.hang_up(CALLER)
    app.wait_until_disconnected(properties)
    assert app.control.wait_until_ended(call_id)["ended"]["how"] == "caller_hung_up"
    with refused(404, "8522"):
        connection.hang_up(True)


def test_the_callee_hangs_up(app):
    connection, properties = app.call(DESK)
    app.control.hang_up(DESK)
    app.wait_until_disconnected(properties)
    with refused(404, "8522"):
        connection.list_participants()


def test_a_group_goes_on_without_one_who_leaves(app):
    connection, properties = app.call(DESK, SECOND)
    app.control.hang_up(DESK)
    assert raw(SECOND) in app.callbacks.wait_until_gone(raw(DESK)).participants
    assert raw(DESK) not in app.participants(connection)
    assert "CallDisconnected" not in app.callbacks.types
    app.end(connection)


def test_a_group_ends_for_everyone(app):
    connection, properties = app.call(DESK, SECOND)
    connection.hang_up(True)
    assert app.wait_until_disconnected(properties).result == (200, 7000)
    # Both phones are free again.
    assert all(each.get("call_id") is None for each in app.control.phones())


def test_the_application_leaves_a_group(app):
    connection, properties = app.call(DESK, SECOND)
    connection.hang_up(False)
    assert app.wait_until_disconnected(properties).result == (200, 7000)
    with refused(404, "8522"):
        connection.get_call_properties()
