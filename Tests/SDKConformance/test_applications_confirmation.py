"""applications/outbound_confirmation.py: whoever is called confirms, cancels, or is not reached."""

import pytest

from harness.app import CALLER, DESK, SERVICE, raw

RECEPTION = DESK
NUMBERS = {"ACS_PHONE_NUMBER": SERVICE, "RECEPTION_NUMBER": RECEPTION}
PATIENTS = [f"+142555501{digits}" for digits in range(30, 37)]


@pytest.fixture
def office(play):
    return play("outbound_confirmation", takes_calls=False, **NUMBERS)


@pytest.fixture
def slow_office(play):
    """Speaks as slowly as in life, so that there is time to interrupt it, and lets phones ring on."""
    return play("outbound_confirmation", takes_calls=False, speed=1, RING_SECONDS="30", **NUMBERS)


def remind(office, number=CALLER, again=None):
    """Has the application call somebody: the appointment and the control API's name of the call."""
    known = office.calls_since([])
    if again:
        office.ask("POST", f"/api/appointments/{again}/call", status=202)
    else:
        again = office.ask("POST", "/api/appointments", {"phone": number, "when": "Monday at ten"}, 202)["id"]
    [call] = office.calls_since(known)
    return again, call


def status(office, appointment):
    return office.ask("GET", f"/api/appointments/{appointment}")["status"]


def settled(office, appointment, status):
    """Waits until the application says that of an appointment."""
    office.application.wait_for(f"appointment {appointment}: {status}$")


@pytest.mark.parametrize("key, outcome", [("1", "confirmed"), ("2", "cancelled")])
def test_a_key_decides(office, key, outcome):
    office.control.phone(CALLER, press=[key])
    appointment, call = remind(office)
    assert office.end_of(call) == "application_hung_up"
    assert status(office, appointment) == outcome
    ringing = office.control.wait_for(call, "ringing")
    assert (ringing["from"], ringing["to"]) == (raw(SERVICE), raw(CALLER))
    assert len(office.kinds(call, "play_completed")) == 1


def test_a_key_interrupts_the_question(slow_office):
    slow_office.control.phone(CALLER)
    appointment, call = remind(slow_office)
    slow_office.control.wait_for(call, "recognize_started")
    slow_office.control.press(CALLER, "1")
    assert slow_office.control.wait_for(call, "key_pressed")["heard"]
    slow_office.control.wait_for(call, "play_started")
    slow_office.control.hang_up(CALLER)
    # The thanks are not heard out, but it counts.
    assert slow_office.end_of(call) == "callee_hung_up"
    assert status(slow_office, appointment) == "confirmed"


def test_the_reception_takes_over(office):
    office.control.phone(CALLER, press=["0"])
    office.control.phone(RECEPTION)
    appointment, call = remind(office)
    assert office.end_of(call) == "transferred"
    assert office.control.wait_for(call, "transferred")["target"] == raw(RECEPTION)
    assert status(office, appointment) == "with the reception"


@pytest.mark.parametrize("reaction", ["busy", "decline", "unreachable"])
def test_a_reception_that_does_not_answer_calls_back(office, reaction):
    office.control.phone(CALLER, press=["0"])
    office.control.phone(RECEPTION, reaction)
    appointment, call = remind(office)
    assert office.end_of(call) == "application_hung_up"
    assert status(office, appointment) == "to be called back"
    assert office.kinds(call, "transfer_failed", "play_completed")[-1]["kind"] == "play_completed"


@pytest.mark.parametrize("reaction, outcome", [
    ("busy", "busy"), ("decline", "declined"), ("unreachable", "unreachable"), ("invalid_number", "unreachable")])
def test_who_does_not_answer_is_noted_with_the_reason(office, reaction, outcome):
    office.control.phone(CALLER, reaction)
    appointment, call = remind(office)
    office.end_of(call)
    assert status(office, appointment) == outcome
    assert not office.kinds(call, "connected")


def test_a_phone_does_not_ring_for_ever(office):
    office.control.phone(CALLER, "no_answer")
    appointment, call = remind(office)
    assert office.end_of(call) == "cancelled"
    assert status(office, appointment) == "no answer"


def test_one_who_was_busy_is_called_again(office):
    office.control.phone(CALLER, "busy")
    appointment, _ = remind(office)
    settled(office, appointment, "busy")
    office.control.phone(CALLER, press=["1"])
    _, call = remind(office, again=appointment)
    assert office.end_of(call) == "application_hung_up"
    assert status(office, appointment) == "confirmed"


def test_there_is_one_call_at_a_time(slow_office):
    slow_office.control.phone(CALLER, "no_answer")
    appointment, _ = remind(slow_office)
    slow_office.ask("POST", f"/api/appointments/{appointment}/call", status=409)
    slow_office.control.hang_up(CALLER)
    settled(slow_office, appointment, "declined")


@pytest.mark.parametrize("press", [[], ["9", "9", "9", "1"], ["", "#", ""]], ids=["nothing", "wrong keys", "both"])
def test_without_a_decision_nothing_is_confirmed(office, press):
    office.control.phone(CALLER, press=press)
    appointment, call = remind(office)
    assert office.end_of(call) == "application_hung_up"
    assert status(office, appointment) == "unconfirmed"
    assert len(office.kinds(call, "recognize_started")) == 3


@pytest.mark.parametrize("first", ["", "7"], ids=["nothing", "a wrong key"])
def test_a_second_try_counts(office, first):
    office.control.phone(CALLER, press=[first, "1"])
    appointment, call = remind(office)
    assert office.end_of(call) == "application_hung_up"
    assert status(office, appointment) == "confirmed"


def test_the_callee_hangs_up_during_the_question(slow_office):
    slow_office.control.phone(CALLER)
    appointment, call = remind(slow_office)
    slow_office.control.wait_for(call, "recognize_started")
    slow_office.control.hang_up(CALLER)
    assert slow_office.end_of(call) == "callee_hung_up"
    assert status(slow_office, appointment) == "hung up"


def test_the_callee_hangs_up_while_the_reception_rings(office):
    office.control.phone(CALLER, press=["0"])
    office.control.phone(RECEPTION, "no_answer")
    appointment, call = remind(office)
    office.control.wait_for(call, "transfer_started")
    office.control.hang_up(CALLER)
    assert office.end_of(call) == "callee_hung_up"
    # The transfer has failed before the call is over.
    assert status(office, appointment) == "to be called back"


def test_many_are_called_at_a_time(office):
    phones = {
        PATIENTS[0]: ("answer", {"press": ["1"]}, "confirmed"),
        PATIENTS[1]: ("answer", {"press": ["8", "2"]}, "cancelled"),
        PATIENTS[2]: ("busy", {}, "busy"),
        PATIENTS[3]: ("no_answer", {}, "no answer"),
        PATIENTS[4]: ("answer", {}, "unconfirmed"),
        PATIENTS[5]: ("decline", {}, "declined"),
        PATIENTS[6]: ("answer", {"hang_up_after": 1}, "hung up"),
    }
    for number, (reaction, script, _) in phones.items():
        office.control.phone(number, reaction, **script)
    appointments = {number: remind(office, number)[0] for number in phones}
    for number, (_, _, outcome) in phones.items():
        settled(office, appointments[number], outcome)


def test_what_is_no_number_is_refused(office):
    answer = office.ask("POST", "/api/appointments", {"phone": "Contoso", "when": "Monday"}, 502)
    assert "targets" in answer["error"]
    assert office.control.calls() == []


def test_a_wrong_key_is_told(play):
    stage = play("outbound_confirmation", takes_calls=False, ACS_KEY="d3Jvbmc=", **NUMBERS)
    stage.ask("POST", "/api/appointments", {"phone": CALLER, "when": "Monday"}, 502)
    assert stage.control.calls() == []


def test_what_is_no_appointment_is_refused(office):
    office.ask("POST", "/api/appointments", {"phone": CALLER}, 400)
    office.ask("GET", "/api/appointments/none", status=404)
    office.ask("POST", "/api/appointments/none/call", status=404)
