"""Faults that are planted into what a good round has left, since no flow and no file could bring them about: the ledgers
and the journals are changed to what they would be had the runtime done it. Each must be found by the rule that is for it.

`@plant("rule", …)` names the rules that must all find it.
"""
import copy

from evidence import Missing, again, drop, first, insert_after, of_op, resume

TAMPERINGS = {}


def plant(*rules):
    def note(function):
        TAMPERINGS[function.__name__] = (function, set(rules))
        return function
    return note


# MARK: - Events, and how sessions begin and end


def an_event(evidence, **members):
    """One that the service told, was answered 2xx in the first seconds of its session, and stands in the journal."""
    accepted = {line["event"] for line in evidence.lines("delivery", status=200)}
    return first((session, record) for session, record in evidence.records("event", via="callback", **members)
                 if record["id"] in accepted and session["end"] and record is not session["records"][-2])


@plant("event_lost", "event_not_durable")
def an_event_is_forgotten(evidence):
    drop(*an_event(evidence))


@plant("event_unread")
def an_event_is_never_taken(evidence):
    session, record = an_event(evidence)
    drop(session, record)
    session["unread"] = [record]


@plant("event_twice")
def an_event_is_taken_twice(evidence):
    session, record = an_event(evidence)
    insert_after(session, record, copy.deepcopy(record))


@plant("offer_lost", "leg_without_session", "event_not_durable")
def an_offer_is_forgotten(evidence):
    evidence.sessions.remove(evidence.of("hours"))


@plant("begun_twice")
def an_offer_begins_twice(evidence):
    session = copy.deepcopy(evidence.of("hours"))
    session["session"] = "b" * len(session["session"])
    evidence.sessions.append(session)


@plant("launch_lost", "launch_not_durable")
def a_launch_is_forgotten(evidence):
    evidence.facts["launches"]["reminder-0"] = "b" * 26


@plant("open_session")
def a_session_does_not_end(evidence):
    session = evidence.of("hours")
    drop(session, session["records"][-1])
    session["end"] = None


@plant("leg_without_session")
def a_call_outlives_its_session(evidence):
    connection = first(line["connection"] for line in evidence.lines("event", source="callback") if line["connection"])
    evidence.facts["alive"] = [{"call_id": "x", "connections": [connection]}]


@plant("bad_end")
def a_session_is_stopped(evidence):
    session = evidence.of("hours")
    session["records"][-1]["way"] = session["end"]["way"] = "stopped"


@plant("generation")
def a_generation_that_is_none(evidence):
    evidence.of("hours")["generation"] = "newest"


@plant("heard")
def a_prompt_comes_before_another(evidence):
    prompts = {}
    for line in evidence.lines("phone", kind="recognize_started"):
        if line["text"].startswith("City Clinic."):
            prompts[line["call"]] = line
    for line in evidence.lines("phone"):
        other = prompts.get(line["call"])
        if other and line["kind"] == "play_started" and line["text"] in ("Goodbye.", "We are closed."):
            line["text"], other["text"] = other["text"], line["text"]
            return
    raise Missing


@plant("heard")
def a_caller_hears_another_language(evidence):
    line = first(line for line in evidence.lines("phone", kind="recognize_started")
                 if line["text"].startswith("For your appointment"))
    later = first(each for each in evidence.lines("phone", call=line["call"]) if each["n"] > line["n"] and each["text"]
                  and each["kind"] in ("play_started", "recognize_started"))
    later["text"] = "Hasta luego."


# MARK: - One journal


@plant("seq")
def a_record_is_gone(evidence):
    del evidence.of("hours")["records"][3]


@plant("time_backwards")
def time_runs_backwards(evidence):
    evidence.of("hours")["records"][-1]["at"] -= 100


@plant("begin")
def a_journal_has_no_beginning(evidence):
    session = evidence.of("hours")
    drop(session, session["records"][0])


@plant("after_end")
def something_follows_the_end(evidence):
    session = evidence.of("hours")
    insert_after(session, session["records"][-1], resume())


@plant("early_timer")
def a_timer_is_early(evidence):
    _, timer = first(evidence.records("timer"))
    timer["due"] = timer["at"] + 2


@plant("timer_twice")
def a_timer_fires_twice(evidence):
    session, timer = first(evidence.records("timer"))
    insert_after(session, timer, copy.deepcopy(timer))


@plant("ledger")
def the_ledger_says_what_it_does_not_know(evidence):
    evidence.ledger[3] = {"n": 3, "at": 1, "what": "rumour"}


# MARK: - Tries


def a_try(evidence, action):
    """(session, request, sent, response) of one try that was answered."""
    for session, request in evidence.decisions(action):
        sents, responses = (of_op(session, request["op"], kind) for kind in ("sent", "response"))
        if len(sents) == len(responses) == 1 and sents[0]["seq"] < responses[0]["seq"]:
            return session, request, sents[0], responses[0]
    raise Missing


def second_try(evidence, action, after_kill=True, **changes):
    """Sent again, behind its answer or, after a kill, before it: the ledger has it too."""
    session, request, sent, response = a_try(evidence, action)
    another = copy.deepcopy(sent) | {"attempt": 2} | changes
    if after_kill:
        insert_after(session, sent, resume(), {**another, "at": sent["at"]})
        response["attempt"] = 2
    else:
        insert_after(session, response, {**another, "at": response["at"]})
    came = first(line for line in evidence.lines("request", path=request["path"], body_sha256=request["body_sha256"]))
    line = again(evidence.ledger, came, n=10**9, decision="repeated_answer" if came["repeatability_id"] else "executed")
    for name, value in changes.items():
        if name == "repeatability_id":
            line[name] = value
    return session, line


@plant("repeat_unexplained")
def a_repeat_for_no_reason(evidence):
    second_try(evidence, "answer", after_kill=False)


@plant("no_fence")
def a_prompt_again_without_a_fence(evidence):
    second_try(evidence, "play")


@plant("repeat_without_kill")
def a_repeat_without_a_kill(evidence):
    evidence.facts["no_kills"] = True
    second_try(evidence, "answer")


@plant("fresh_id")
def a_repeat_with_an_id_of_its_own(evidence):
    second_try(evidence, "answer", repeatability_id="7b1f0c1e-6f5e-4f0e-9d6c-000000000000")


@plant("executed_twice")
def a_repeat_that_takes_effect(evidence):
    _, line = second_try(evidence, "answer")
    line["decision"] = "executed"


@plant("fresh_first_sent")
def a_repeat_with_a_time_of_its_own(evidence):
    _, line = second_try(evidence, "answer", first_sent=1.0)
    line["first_sent"] = "Thu, 01 Jan 1970 00:00:01 GMT"


@plant("repeat_too_old")
def a_repeat_that_is_too_old(evidence):
    session, line = second_try(evidence, "answer")
    for record in session["records"]:
        if record["kind"] == "sent" and record.get("repeatability_id") == line["repeatability_id"]:
            record["first_sent"] -= 900


@plant("other_bytes", "request_without_sent")
def a_repeat_with_other_bytes(evidence):
    _, line = second_try(evidence, "answer")
    line["body_sha256"] = "f" * 64


@plant("other_path")
def a_repeat_to_another_address(evidence):
    _, line = second_try(evidence, "answer")
    line["path"] += "x"


@plant("no_id")
def a_request_without_an_id(evidence):
    a_try(evidence, "answer")[2]["repeatability_id"] = None


@plant("shared_id")
def two_decisions_with_one_id(evidence):
    for session, request in evidence.decisions("answer"):
        ids = [record for record in session["records"] if record["kind"] == "sent" and record.get("repeatability_id")]
        if len(ids) > 1:
            ids[-1]["repeatability_id"] = ids[0]["repeatability_id"]
            return
    raise Missing


@plant("request_without_sent")
def a_request_that_nobody_recorded(evidence):
    session, _, sent, _ = a_try(evidence, "play")
    drop(session, sent)


@plant("attempts")
def a_try_with_another_number(evidence):
    a_try(evidence, "play")[2]["attempt"] = 3


@plant("response_without_sent")
def an_answer_to_nothing(evidence):
    a_try(evidence, "play")[3]["attempt"] = 3


@plant("sent_without_request")
def a_try_without_a_decision(evidence):
    session, request, _, _ = a_try(evidence, "play")
    drop(session, request)


@plant("sent_before_decision")
def a_try_before_its_decision(evidence):
    session, request, sent, _ = a_try(evidence, "play")
    drop(session, request)
    insert_after(session, sent, request)


@plant("sent_late")
def a_record_that_is_younger_than_its_request(evidence):
    session, request, sent, _ = a_try(evidence, "answer")
    first(line for line in evidence.lines("request", path=request["path"], body_sha256=request["body_sha256"]))["at"] -= 5


@plant("out_of_turn")
def a_request_before_the_answer_to_the_last(evidence):
    for session, request in evidence.decisions("play"):
        answer = first(of_op(session, request["op"], "response"))
        later = [record for record in session["records"] if record["kind"] == "sent" and record["seq"] > answer["seq"]
                 and first(of_op(session, record["op"], "request"))["leg"] == request["leg"] != 0]
        other = next((record for record in later if record["op"] != request["op"]), None)
        if other and first(of_op(session, other["op"], "request"))["action"] in ("play", "recognize"):
            sent, decided = first(of_op(session, request["op"], "sent")), first(of_op(session, other["op"], "request"))
            drop(session, other, decided)
            insert_after(session, sent, decided, other)
            return
    raise Missing


@plant("order")
def requests_in_another_order(evidence):
    session, request, _, _ = a_try(evidence, "play")
    came = [line for line in evidence.lines("request") if line["path"].startswith(request["path"].split(":")[0])
            and line["method"] == "POST" and line["operation"] != "TerminateCall"]
    if len(came) < 2:
        raise Missing
    places = [evidence.ledger.index(line) for line in (came[0], came[1])]
    for place, line in zip(places, (came[1], came[0])):
        evidence.ledger[place] = line
