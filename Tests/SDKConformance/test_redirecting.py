"""Incoming calls given to somebody else before they are answered."""

import pytest

from harness.app import CALLER, DESK, SECOND, USER, phone, raw, user
from harness.refusals import refused


@pytest.mark.covers("redirect_call")
def test_a_call_is_redirected_to_a_phone(app):
    app.control.phone(DESK)
    call_id, event = app.ring()
    assert app.client.redirect_call(event.data["incomingCallContext"], phone(DESK)) is None
    # The two phones speak on without the application, which hears no more of it.
    assert app.control.wait_until_ended(call_id)["ended"]["how"] == "redirected"
    assert app.callbacks.events == []


@pytest.mark.covers("redirect_call")
def test_a_call_redirected_to_a_user_is_told_again(app):
    _, event = app.ring()
    app.client.redirect_call(event.data["incomingCallContext"], user(USER))
    properties, inbox, again = app.answer_as(USER)
    assert again.raw_id("from") == raw(CALLER)
    assert again.data["correlationId"] == event.data["correlationId"]
    assert again.data["incomingCallContext"] != event.data["incomingCallContext"]
    app.wait_until_connected(properties, inbox)
    assert raw(CALLER) in app.participants(app.connection(properties))
    app.end(app.connection(properties), inbox)


def test_a_redirected_offer_is_used_up_without_an_error(app):
    # As documented: the answers look like successes, and change nothing.
    app.control.phone(DESK)
    _, event = app.ring()
    offer = event.data["incomingCallContext"]
    app.client.redirect_call(offer, phone(DESK))
    app.client.reject_call(offer)
    properties = app.client.answer_call(offer, app.callbacks.url)
    assert properties.server_call_id == event.data["serverCallId"]
    # By the time that another call has come and gone, nothing was told of this one.
    connection, _ = app.answer(SECOND)
    app.end(connection)
    assert properties.call_connection_id not in [each.data["callConnectionId"] for each in app.callbacks.events]


def test_an_answered_call_cannot_be_redirected(app):
    connection, _ = app.answer()
    with refused(404, "8522"):
        app.client.redirect_call(app.grid.events[0].data["incomingCallContext"], phone(DESK))
    app.end(connection)


def test_a_redirect_to_nonsense_is_refused(app):
    _, event = app.ring()
    with refused(400, "8523"):
        app.client.redirect_call(event.data["incomingCallContext"], phone("Contoso"))
    with refused(404, "8522"):
        app.client.redirect_call("no such offer", phone(DESK))
