"""applications/answer_menu.py: who calls chooses a desk, or is told why that cannot be."""

import pytest

from harness.app import CALLER, DESK, SECOND, SERVICE, THIRD, raw

SALES, SUPPORT, OPERATOR = DESK, SECOND, THIRD
NUMBERS = {"SALES_NUMBER": SALES, "SUPPORT_NUMBER": SUPPORT, "OPERATOR_NUMBER": OPERATOR}
CALLERS = [f"+142555501{digits}" for digits in range(30, 36)]


@pytest.fixture
def menu(play):
    return play("answer_menu", **NUMBERS)


@pytest.fixture
def slow_menu(play):
    """Speaks as slowly as in life, so that there is time to interrupt it."""
    return play("answer_menu", speed=1, **NUMBERS)


def failures(stage, call):
    return [each["sub_code"] for each in stage.kinds(call, "recognize_failed")]


def target(stage, call):
    """Who a call was transferred to."""
    return stage.control.wait_for(call, "transferred")["target"]


@pytest.mark.parametrize("key, desk", [("1", SALES), ("2", SUPPORT)])
def test_a_key_leads_to_its_desk(menu, key, desk):
    menu.control.phone(desk)
    call = menu.control.dial(CALLER, SERVICE, press=[key])
    assert menu.end_of(call) == "transferred"
    assert target(menu, call) == raw(desk)
    assert len(menu.kinds(call, "recognize_started")) == 1


def test_a_key_interrupts_the_menu(slow_menu):
    slow_menu.control.phone(SALES)
    call = slow_menu.control.dial(CALLER, SERVICE)
    slow_menu.control.wait_for(call, "recognize_started")
    slow_menu.control.press(CALLER, "1")
    assert slow_menu.control.wait_for(call, "key_pressed")["heard"]
    assert slow_menu.end_of(call) == "transferred"


def test_the_menu_comes_again_after_the_opening_hours(menu):
    menu.control.phone(SUPPORT)
    call = menu.control.dial(CALLER, SERVICE, press=["3", "3", "2"])
    assert menu.end_of(call) == "transferred"
    assert target(menu, call) == raw(SUPPORT)
    assert len(menu.kinds(call, "recognize_started")) == 3


def test_who_presses_nothing_is_asked_three_times(menu):
    call = menu.control.dial(CALLER, SERVICE)
    assert menu.end_of(call) == "application_hung_up"
    assert failures(menu, call) == [8510] * 3
    assert len(menu.kinds(call, "play_completed")) == 1


def test_who_presses_wrong_keys_is_asked_three_times(menu):
    call = menu.control.dial(CALLER, SERVICE, press=["9", "#", "0", "1"])
    assert menu.end_of(call) == "application_hung_up"
    assert len(menu.kinds(call, "recognized")) == 3


@pytest.mark.parametrize("first", ["", "7"], ids=["nothing", "a wrong key"])
def test_a_second_try_counts(menu, first):
    menu.control.phone(SALES)
    call = menu.control.dial(CALLER, SERVICE, press=[first, "1"])
    assert menu.end_of(call) == "transferred"
    assert len(menu.kinds(call, "recognize_started")) == 2


@pytest.mark.parametrize("reaction", ["busy", "decline", "unreachable", "invalid_number"])
def test_the_operator_takes_what_a_desk_does_not(menu, reaction):
    menu.control.phone(SALES, reaction)
    menu.control.phone(OPERATOR)
    call = menu.control.dial(CALLER, SERVICE, press=["1"])
    assert menu.end_of(call) == "transferred"
    assert target(menu, call) == raw(OPERATOR)
    assert [each["target"] for each in menu.kinds(call, "transfer_failed")] == [raw(SALES)]


def test_the_caller_hears_that_nobody_is_free(menu):
    menu.control.phone(SALES, "busy")
    menu.control.phone(OPERATOR, "decline")
    call = menu.control.dial(CALLER, SERVICE, press=["1"])
    assert menu.end_of(call) == "application_hung_up"
    assert [each["target"] for each in menu.kinds(call, "transfer_failed")] == [raw(SALES), raw(OPERATOR)]
    assert menu.kinds(call, "transfer_failed", "play_completed")[-1]["kind"] == "play_completed"


def test_the_caller_hangs_up_during_the_menu(slow_menu):
    call = slow_menu.control.dial(CALLER, SERVICE)
    slow_menu.control.wait_for(call, "recognize_started")
    slow_menu.control.hang_up(CALLER)
    assert slow_menu.end_of(call) == "caller_hung_up"
    assert not slow_menu.kinds(call, "recognized")


def test_the_caller_hangs_up_during_a_text(slow_menu):
    call = slow_menu.control.dial(CALLER, SERVICE, press=["3"])
    slow_menu.control.wait_for(call, "play_started")
    slow_menu.control.hang_up(CALLER)
    assert slow_menu.end_of(call) == "caller_hung_up"
    assert not slow_menu.kinds(call, "play_completed")


def test_the_caller_hangs_up_while_the_desk_rings(menu):
    menu.control.phone(SALES, "no_answer")
    call = menu.control.dial(CALLER, SERVICE, press=["1"])
    menu.control.wait_for(call, "transfer_started")
    menu.control.hang_up(CALLER)
    assert menu.end_of(call) == "caller_hung_up"
    assert not menu.kinds(call, "transferred")


def test_the_caller_gives_up_before_the_answer(menu):
    call = menu.control.dial(CALLER, SERVICE)
    menu.control.hang_up(CALLER)
    assert menu.end_of(call) in ("cancelled", "caller_hung_up")


def test_many_callers_do_not_get_in_each_others_way(menu):
    menu.control.phone(SALES)
    menu.control.phone(SUPPORT)
    scripts = [["1"], ["9", "2"], ["8", "8", "8"], ["", "", ""], ["3", "7", ""], ["", "5", "3"]]
    calls = [menu.control.dial(caller, SERVICE, press=press) for caller, press in zip(CALLERS, scripts)]
    menu.control.wait_for(calls[4], "recognize_started", count=4)
    menu.control.hang_up(CALLERS[4])
    assert [menu.end_of(call) for call in calls] == [
        "transferred", "transferred", "application_hung_up", "application_hung_up", "caller_hung_up",
        "application_hung_up"]
    assert [target(menu, call) for call in calls[:2]] == [raw(SALES), raw(SUPPORT)]


def test_a_desk_with_a_number_that_is_none_leaves_nobody_waiting(play):
    stage = play("answer_menu", **{**NUMBERS, "SALES_NUMBER": "Contoso"})
    call = stage.control.dial(CALLER, SERVICE, press=["1"])
    assert stage.end_of(call) == "application_hung_up"
    stage.application.wait_for("targetParticipant.*so the call ends")
