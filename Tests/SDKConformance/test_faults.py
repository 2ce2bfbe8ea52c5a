"""What the clients make of faults: what they try again by themselves has no second effect."""
import pytest
from azure.core.exceptions import HttpResponseError

from harness.app import DESK, SERVICE, phone


@pytest.fixture
def faults(control):
    """Says what goes wrong; at the end nothing does."""

    def put(**settings):
        control.request("PUT", "/faults", {"faults": settings})

    yield put
    put()


def call(app):
    return app.client.create_call(phone(DESK), app.callbacks.url, source_caller_id_number=phone(SERVICE))


def decisions(app):
    """What was decided about the last two requests, and the repeatability ids of both."""
    last = app.control.request("GET", "/requests?limit=2")["requests"]
    return [each["decision"] for each in last], {each["repeatability_id"] for each in last}


@pytest.mark.parametrize(
    "fault", [{"error_500": True}, {"error_503": True}, {"too_many": {"times": 1, "retry_after": 0}}])
def test_a_refused_call_is_tried_again_and_made_once(app, faults, fault):
    faults(**fault)
    app.control.phone(DESK)
    properties = call(app)
    told, ids = decisions(app)
    assert told == ["executed", "refused"] and len(ids) == 1
    assert len(app.control.calls()) == 1
    app.wait_until_connected(properties)
    app.end(app.connection(properties))


@pytest.mark.parametrize("fault", [{"unauthorized": True}, {"clock_skew": True}, {"too_many": True}])
def test_a_refusal_that_needs_somebody_is_told(app, faults, fault):
    faults(**fault)
    with pytest.raises(HttpResponseError):
        call(app)
    assert app.control.calls() == []


def test_events_that_come_late_or_in_another_order_leave_a_call_as_it_is(app, faults):
    faults(reorder=0.5, drop={"chance": 0.5, "seconds": 0.1}, delay=0.1, list_first=True, early=True)
    app.control.phone(DESK)
    properties = call(app)
    app.wait_until_connected(properties)
    app.end(app.connection(properties))
    assert app.callbacks.types[0] == "ParticipantsUpdated" and app.callbacks.types[-1] == "CallDisconnected"
