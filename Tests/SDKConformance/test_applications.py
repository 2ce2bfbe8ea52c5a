"""What the applications have in common: how they start and end, and events that come late, twice or from the future."""

import pytest

from harness.app import CALLER, DESK, SECOND, SERVICE, THIRD
from harness.processes import Application

ENDPOINT, KEY = "https://contoso.communication.example", "a2V5"
SETTINGS = {
    "COGNITIVE_SERVICES_ENDPOINT": "https://contoso.cognitiveservices.example", "ACS_PHONE_NUMBER": SERVICE,
    "SALES_NUMBER": DESK, "SUPPORT_NUMBER": SECOND, "OPERATOR_NUMBER": THIRD, "RECEPTION_NUMBER": DESK,
}
NEEDED = {
    "answer_menu": ["ACS_ENDPOINT", "ACS_KEY", "CALLBACK_URI", "COGNITIVE_SERVICES_ENDPOINT", "OPERATOR_NUMBER"],
    "outbound_confirmation": ["ACS_ENDPOINT", "ACS_KEY", "CALLBACK_URI", "ACS_PHONE_NUMBER", "RECEPTION_NUMBER"],
    "conference": ["ACS_ENDPOINT", "ACS_KEY", "CALLBACK_URI", "ACS_PHONE_NUMBER"],
}
TAKE_CALLS = ["answer_menu", "conference"]
PREFIX = "Microsoft.Communication."


def callback(kind, **data):
    """An event of a call that the service knows nothing of."""
    data = {"callConnectionId": "nowhere", "serverCallId": "nowhere", "correlationId": "nowhere", **data}
    return [{
        "id": "1", "source": "calling/callConnections/nowhere", "type": PREFIX + kind, "data": data,
        "time": "2026-03-12T10:00:00.0000000+00:00", "specversion": "1.0", "datacontenttype": "application/json",
        "subject": "calling/callConnections/nowhere",
    }]


@pytest.mark.parametrize("name, missing", [(name, each) for name in NEEDED for each in NEEDED[name]])
def test_a_setting_that_is_missing_is_named(name, missing):
    application = Application(name, ENDPOINT, KEY, **{**SETTINGS, missing: None})
    assert application.wait() == 1
    assert application.lines == [f"{missing} is not set; the top of {name}.py says what it is"]


@pytest.mark.parametrize("name", NEEDED)
def test_an_application_ends_when_it_is_told_to(name):
    application = Application(name, ENDPOINT, KEY, **SETTINGS)
    try:
        application.wait_until_it_serves()
    finally:
        status = application.stop()
    assert status in (0, -15)


@pytest.mark.parametrize("name", TAKE_CALLS)
def test_the_handshake_of_event_grid_is_answered(play, name):
    stage = play(name, **SETTINGS)
    event = {
        "id": "1", "topic": "/subscriptions/none", "subject": "", "eventTime": "2026-03-12T10:00:00Z",
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "metadataVersion": "1", "dataVersion": "2",
        "data": {"validationCode": "4711", "validationUrl": "https://eventgrid.example/validate"},
    }
    assert stage.ask("POST", "/api/incomingCall", [event]) == {"validationResponse": "4711"}


@pytest.mark.parametrize("name", TAKE_CALLS)
def test_a_call_that_is_told_of_too_late_is_let_go(play, name):
    stage = play(name, **SETTINGS)
    caller = {"kind": "phoneNumber", "rawId": f"4:{CALLER}", "phoneNumber": {"value": CALLER}}
    event = {"eventType": f"{PREFIX}IncomingCall", "data": {"from": caller, "incomingCallContext": "long.gone.by"}}
    stage.ask("POST", "/api/incomingCall", [event])
    stage.application.wait_for("a call is answered already, or the caller gave up")


@pytest.mark.parametrize("name", TAKE_CALLS)
def test_other_events_of_event_grid_are_ignored(play, name):
    play(name, **SETTINGS).ask("POST", "/api/incomingCall", [{"eventType": f"{PREFIX}CallEnded", "data": {}}])


@pytest.mark.parametrize("kind, said", [
    ("CallConnected", "hung up before the answer|ended before the answer"),
    ("PlayCompleted", "hung up before the answer|ended before the answer"),
    ("CallDisconnected", "call nowhere is over"),
    ("SomethingNewOfNextYear", None),
])
@pytest.mark.parametrize("name", TAKE_CALLS)
def test_events_of_a_call_that_is_gone_do_no_harm(play, name, kind, said):
    stage = play(name, **SETTINGS)
    address = "callbacks/any?caller=4:%2B14255550100" if name == "answer_menu" else "lobby?caller=%2B14255550100"
    stage.ask("POST", f"/api/{address}", callback(kind))
    if said:
        stage.application.wait_for(said)
