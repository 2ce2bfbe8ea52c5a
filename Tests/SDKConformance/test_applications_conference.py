"""applications/conference.py: a host and members who are called, and others who dial in."""

import re

import pytest

from harness.app import CALLER, DESK, SECOND, SERVICE, THIRD, raw

HOST, ANNA, BERT = DESK, SECOND, THIRD
NUMBERS = {"ACS_PHONE_NUMBER": SERVICE}


@pytest.fixture
def service(play):
    return play("conference", **NUMBERS)


@pytest.fixture
def slow_service(play):
    """Speaks as slowly as in life, so that there is time to interrupt it, and lets phones ring on."""
    return play("conference", speed=1, RING_SECONDS="30", **NUMBERS)


class Conference:
    """A conference in the application, and its call in the control API."""

    def __init__(self, stage, members=(ANNA, BERT), host=HOST):
        self.stage = stage
        known = stage.calls_since([])
        body = stage.ask("POST", "/api/conferences", {"host": host, "members": list(members)}, 201)
        self.path, self.pin, self._name = f"/api/conferences/{body['id']}", body["pin"], f"conference {body['id']}"
        [self.call] = stage.calls_since(known)
        self._since = 0

    @property
    def now(self):
        return self.stage.ask("GET", self.path)

    def listen(self):
        """What the application said until now no longer counts."""
        self._since = len(self.stage.application.lines)

    def says(self, what):
        """Waits until the application says that."""
        self.stage.application.wait_for(re.escape(f"{self._name}: {what}") + "$", since=self._since)

    def has(self, *numbers):
        """Waits until the application knows just these as present."""
        self.says(f"present {sorted(numbers)}")

    def hang_up(self):
        self.stage.ask("DELETE", self.path, status=204)
        assert self.stage.end_of(self.call) == "application_hung_up"

    def in_call(self):
        """Who is in the call, as the emulator sees it."""
        return {each["raw_id"] for each in self.stage.control.call(self.call)["participants"]} - {raw(SERVICE)}


@pytest.fixture
def conference(service):
    """A conference of three."""
    for each in (HOST, ANNA, BERT):
        service.control.phone(each)
    conference = Conference(service)
    conference.has(HOST, ANNA, BERT)
    return conference


def test_the_host_waits_until_somebody_comes(conference):
    started, *_ = conference.stage.kinds(conference.call, "play_started")
    assert started["loop"]
    ended = conference.stage.control.wait_for(conference.call, "play_canceled")
    first, *_ = conference.stage.kinds(conference.call, "participant_added")
    assert started["seq"] < first["seq"] < ended["seq"]
    conference.hang_up()


def test_all_are_called_and_hung_up(conference):
    control = conference.stage.control
    assert conference.now["present"] == [HOST, ANNA, BERT]
    assert conference.now["absent"] == {}
    assert conference.in_call() == {raw(HOST), raw(ANNA), raw(BERT)}
    conference.hang_up()
    # All phones are on the hook.
    assert {each.get("call_id") for each in control.phones()} == {None}
    assert conference.now["state"] == "ended"
    conference.stage.ask("DELETE", conference.path, status=409)


def test_one_is_removed_and_the_others_go_on(conference):
    conference.stage.ask("DELETE", f"{conference.path}/members/{ANNA}", status=202)
    conference.says(f"{ANNA} removed")
    conference.has(HOST, BERT)
    assert conference.now["absent"] == {ANNA: "removed"}
    assert conference.in_call() == {raw(HOST), raw(BERT)}
    conference.stage.ask("DELETE", f"{conference.path}/members/{ANNA}", status=404)
    conference.hang_up()


@pytest.mark.parametrize("who", [HOST, ANNA])
def test_one_leaves_and_the_others_go_on(conference, who):
    conference.stage.control.hang_up(who)
    rest = {HOST, ANNA, BERT} - {who}
    conference.has(*rest)
    assert conference.now["absent"] == {who: "left"}
    assert conference.now["state"] == "open"
    assert conference.in_call() == {raw(each) for each in rest}
    conference.hang_up()


def test_one_who_left_is_called_again(conference):
    conference.stage.control.hang_up(ANNA)
    conference.has(HOST, BERT)
    conference.listen()
    conference.stage.ask("POST", f"{conference.path}/members", {"phone": ANNA}, 202)
    conference.has(HOST, ANNA, BERT)
    assert conference.now["absent"] == {}
    conference.hang_up()


def test_who_is_there_is_not_called(conference):
    conference.stage.ask("POST", f"{conference.path}/members", {"phone": ANNA}, 409)
    conference.hang_up()


def test_the_last_one_is_let_go(conference):
    conference.stage.control.hang_up(BERT)
    conference.has(HOST, ANNA)
    conference.stage.ask("DELETE", f"{conference.path}/members/{ANNA}", status=202)
    assert conference.stage.end_of(conference.call) == "application_hung_up"


def test_all_leave_at_once(conference):
    for each in (BERT, ANNA, HOST):
        conference.stage.control.hang_up(each)
    assert conference.stage.end_of(conference.call) in ("everyone_left", "application_hung_up")


@pytest.mark.parametrize("reaction, reason", [
    ("busy", "busy"), ("decline", "declined"), ("unreachable", "unreachable"), ("invalid_number", "unreachable"),
    ("no_answer", "no answer")])
def test_a_member_who_does_not_come_is_noted_with_the_reason(service, reaction, reason):
    stage = service
    stage.control.phone(HOST)
    stage.control.phone(ANNA, reaction)
    stage.control.phone(BERT)
    conference = Conference(stage)
    conference.says(f"{ANNA} {reason}")
    conference.has(HOST, BERT)
    assert conference.now["absent"] == {ANNA: reason}
    conference.hang_up()


@pytest.mark.parametrize("reaction, reason", [
    ("busy", "busy"), ("decline", "declined"), ("unreachable", "unreachable"), ("invalid_number", "unreachable")])
def test_without_the_host_nobody_is_called(service, reaction, reason):
    service.control.phone(HOST, reaction)
    service.control.phone(ANNA)
    conference = Conference(service)
    conference.says("failed")
    assert conference.now["absent"] == {HOST: reason}
    service.end_of(conference.call)
    assert {each["to"] for each in service.kinds(conference.call, "ringing")} == {raw(HOST)}


def test_a_conference_is_given_up_while_the_host_rings(service):
    service.control.phone(HOST, "no_answer")
    conference = Conference(service)
    service.ask("DELETE", conference.path, status=204)
    conference.says("failed")
    assert conference.now["absent"] == {HOST: "cancelled"}


def test_the_host_leaves_while_a_member_rings(slow_service):
    slow_service.control.phone(HOST)
    slow_service.control.phone(ANNA, "no_answer")
    conference = Conference(slow_service, [ANNA])
    slow_service.control.wait_for(conference.call, "ringing", to=raw(ANNA))
    slow_service.control.hang_up(HOST)
    assert slow_service.end_of(conference.call) == "callee_hung_up"
    assert conference.now["state"] == "ended"
    assert conference.now["absent"] == {ANNA: "cancelled"}


def test_members_with_a_number_that_is_none_do_not_keep_the_others_out(service):
    service.control.phone(HOST)
    service.control.phone(BERT)
    conference = Conference(service, ["Contoso", BERT])
    conference.has(HOST, BERT)
    assert conference.now["absent"] == {"Contoso": "failed"}
    conference.stage.ask("POST", f"{conference.path}/members", {"phone": "Fabrikam"}, 502)
    conference.hang_up()


def test_a_host_with_a_number_that_is_none_is_refused(service):
    service.ask("POST", "/api/conferences", {"host": "Contoso"}, 502)
    service.ask("POST", "/api/conferences", {"members": [ANNA]}, 400)
    service.ask("GET", "/api/conferences/none", status=404)
    assert service.control.calls() == []


@pytest.mark.parametrize("before", [[], ["000#"], [""]], ids=["at once", "after a wrong PIN", "after silence"])
def test_the_pin_lets_a_caller_in(conference, before):
    control = conference.stage.control
    lobby = control.dial(CALLER, SERVICE, press=[*before, f"{conference.pin}"])
    conference.has(HOST, ANNA, BERT, CALLER)
    assert conference.in_call() == {raw(each) for each in (HOST, ANNA, BERT, CALLER)}
    assert len(conference.stage.kinds(lobby, "recognize_started")) == 1 + len(before)
    conference.stage.end_of(lobby)
    conference.listen()
    control.hang_up(CALLER)
    conference.has(HOST, ANNA, BERT)
    assert conference.now["absent"] == {CALLER: "left"}
    conference.hang_up()


def test_a_wrong_pin_lets_nobody_in(conference):
    lobby = conference.stage.control.dial(CALLER, SERVICE, press=["1#", "22#", "333#", f"{conference.pin}"])
    assert conference.stage.end_of(lobby) == "application_hung_up"
    assert conference.in_call() == {raw(HOST), raw(ANNA), raw(BERT)}
    conference.hang_up()


@pytest.mark.parametrize("press, sub_code", [([], 8510), (["1", "1", "1"], 8532)], ids=["silence", "half a PIN"])
def test_who_knows_no_pin_is_asked_three_times(service, press, sub_code):
    lobby = service.control.dial(CALLER, SERVICE, press=press)
    assert service.end_of(lobby) == "application_hung_up"
    failed = service.kinds(lobby, "recognize_failed")
    assert [each["sub_code"] for each in failed] == [sub_code] * 3


def test_a_caller_does_not_wait_for_a_host_who_has_not_come(service):
    service.control.phone(HOST, "no_answer")
    conference = Conference(service)
    lobby = service.control.dial(CALLER, SERVICE, press=[conference.pin])
    assert service.end_of(lobby) == "application_hung_up"
    [told] = service.kinds(lobby, "play_started")
    assert "not open yet" in told["text"]
    service.ask("DELETE", conference.path, status=204)


def test_a_caller_hangs_up_while_the_pin_is_asked_for(slow_service):
    lobby = slow_service.control.dial(CALLER, SERVICE)
    slow_service.control.wait_for(lobby, "recognize_started")
    slow_service.control.hang_up(CALLER)
    assert slow_service.end_of(lobby) == "caller_hung_up"
