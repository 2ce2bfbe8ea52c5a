"""The judge of a campaign: the ledger against the journals as they were exported at the end.

It shares no code with the runtime and believes the ledger. `python3 check.py LEDGER EXPORT [FACTS]`, where FACTS is a
JSON file: `kills` (seconds since 1970), `launches` (key to session), `flows`, `alive` (calls the emulator still has
with a connection of the application), `no_kills`.
"""
import json
import re
import sys
from collections import Counter, defaultdict

import journal as journals
from autopsy import sent_requests
from grammar import FLOWS
from ledger import Ledger
from violations import Violations

# Of the journal's `at` and the ledger's: two processes on one machine.
CLOCK = 0.25
# The runtime repeats a request with an id while it is younger than this, plus the time that it may be under way.
REPEATABLE = 240 + 60
# What comes out of turn because it waits for nobody.
HANGING_UP = {"HangupCall", "TerminateCall"}
# Ends of sessions whose flows cannot help it: an assert about a request that failed.
ASSERTING = {"conference", "supervisor"}


class Facts:
    def __init__(self, facts=None):
        facts = facts or {}
        self.kills = sorted(facts.get("kills", []))
        self.launches = facts.get("launches", {})
        self.alive = facts.get("alive", [])
        self.no_kills = facts.get("no_kills", False)
        self.numbers = facts.get("numbers", {})

    def killed(self, begin, end):
        """Whether the runtime died, or was down, in this time."""
        return any(begin - 60 <= kill <= end for kill in self.kills)


def check(ledger, sessions, facts):
    found = Violations()
    for fault in ledger.faults:
        found.add("ledger", fault)
    for session in sessions.values():
        records(session, found)
        timers(session, found)
        decisions(session, found)
    events(ledger, sessions, found)
    begins(ledger, sessions, facts, found)
    undelivered = ends(ledger, sessions, facts, found)
    repeatability(ledger, sessions, found)
    sent_requests(ledger, sessions, found)
    order(ledger, sessions, found)
    unnamed = nothing_left(ledger, sessions, facts, found)
    heard(ledger, sessions, facts, found)
    repeats = count_repeats(ledger, sessions)
    if facts.no_kills and repeats:
        found.add("repeat_without_kill", f"without a kill there were {repeats} repeats")
    return found, {"repeats": repeats, "undelivered": undelivered, "never_known": unnamed}


# MARK: - One journal


def records(session, found):
    """`seq` without gaps, `at` never backwards, a beginning, nothing after an end."""
    previous, at = 0, 0.0
    for index, record in enumerate(session.records):
        if record["seq"] != previous + 1:
            found.add("seq", f"record {record['seq']} follows {previous}", session=session.id)
        if record["at"] < at:
            found.add("time_backwards", f"record {record['seq']} is {at - record['at']:.3f} s older than the one before",
                      session=session.id)
        previous, at = record["seq"], max(at, record["at"])
        if (record["kind"] == "begin") != (index == 0):
            found.add("begin", f"record {record['seq']} is {record['kind']}", session=session.id)
        if record["kind"] == "end" and index != len(session.records) - 1:
            after = session.records[index + 1]
            found.add("after_end", f"{after['kind']} at {after['seq']} follows the end", session=session.id)
    if not session.records:
        found.add("begin", "a session has no records", session=session.id)


def timers(session, found):
    for timer in session.of_kind("timer"):
        if timer["at"] < timer["due"] - 0.001:
            found.add("early_timer", f"timer {timer['number']} fired {timer['due'] - timer['at']:.3f} s early",
                      session=session.id, seq=timer["seq"])
    for number, count in Counter(timer["number"] for timer in session.of_kind("timer")).items():
        if count > 1:
            found.add("timer_twice", f"timer {number} fired {count} times", session=session.id)


def settles(response):
    """Whether the journal's answer says for certain what became of a try."""
    if response.get("fault"):
        return False
    status = response.get("status") or 0
    return not (status in (408, 409, 412, 429) or status >= 500)


def did_not_run(response):
    fault = response.get("fault") or {}
    return fault.get("kind") == "not_sent" or response.get("status") == 429


def decisions(session, found):
    """Tries of one decision: numbered, explained by the recovery table, with one id. One request of a leg at a time."""
    resumes = [record["seq"] for record in session.of_kind("resume")]
    ids = {}
    for op in session.ops.values():
        where = {"session": session.id, "op": op.name}
        if op.sents and not op.requests:
            found.add("sent_without_request", "a try has no decision", **where)
        if op.sents and op.requests and op.sents[0]["seq"] < op.requests[0]["seq"]:
            found.add("sent_before_decision", "a try is recorded before its decision", **where)
        for index, sent in enumerate(op.sents):
            if sent["attempt"] != index + 1:
                found.add("attempts", f"try {index + 1} calls itself {sent['attempt']}", **where)
        for response in op.responses:
            if op.repeat_class == "outside" or op.action == "create_call" and response["attempt"] == 0:
                continue  # answers of the runtime itself: another session, a free line
            if not any(sent["attempt"] == response["attempt"] and sent["seq"] < response["seq"] for sent in op.sents):
                found.add("response_without_sent", f"an answer to try {response['attempt']} that was not sent", **where)
        one_id(op, ids, where, found)
        for before, after in zip(op.sents, op.sents[1:]):
            explain(session, op, before, after, resumes, where, found)
    one_at_a_time(session, resumes, found)


def one_id(op, ids, where, found):
    of_op = {sent["repeatability_id"] for sent in op.sents if sent.get("repeatability_id")}
    if len(of_op) > 1:
        found.add("fresh_id", f"one decision was sent with {len(of_op)} repeatability ids", **where)
    firsts = {sent.get("first_sent") for sent in op.sents if sent.get("repeatability_id")}
    if len(firsts) > 1:
        found.add("fresh_first_sent", f"one decision was sent with {len(firsts)} times of its first try", **where)
    if op.repeat_class == "id" and any(not sent.get("repeatability_id") for sent in op.sents):
        found.add("no_id", "a request with repeatability headers was sent without an id", **where)
    for id in of_op:
        if ids.setdefault(id, op.name) != op.name:
            found.add("shared_id", f"two decisions have the id {id}", **where)
    if op.repeat_class == "id":
        bodies = {sent["_request"]["body_sha256"] for sent in op.sents if sent["_request"]}
        if len(bodies) > 1:
            found.add("other_bytes", f"one decision was sent as {len(bodies)} different bodies", **where)


def explain(session, op, before, after, resumes, where, found):
    """Why a request was sent again: see the table in durable-calls, "Recovery"."""
    between = [response for response in op.responses if before["seq"] < response["seq"] < after["seq"]
               and response["attempt"] == before["attempt"]]
    resumed = any(before["seq"] < seq < after["seq"] for seq in resumes)
    unknown = any(not settles(response) for response in between)
    settled = any(settles(response) for response in between)
    tries = f"try {after['attempt']} of {op.action} ({op.repeat_class})"
    if op.repeat_class == "outside":
        found.add("outside_repeated", f"{tries}: never repeated", **where)
    elif op.repeat_class == "audible":
        if not (resumed or unknown):
            found.add("repeat_unexplained", f"{tries}: nothing made the one before unknown", **where)
        elif not all(did_not_run(response) for response in between if not settles(response)) or not between:
            if not fence(session, op, before, after):
                found.add("no_fence", f"{tries}: media of the leg were not cancelled before", **where)
    elif settled or not (resumed or unknown):
        found.add("repeat_unexplained", f"{tries}: nothing made the one before unknown", **where)
    if op.repeat_class == "id" and after["at"] - (after.get("first_sent") or after["at"]) > REPEATABLE:
        found.add("repeat_too_old", f"{tries}: {after['at'] - after['first_sent']:.0f} s after the first", **where)


def fence(session, op, before, after):
    """A cancellation of all media of the leg, sent between two tries."""
    for other in session.ops.values():
        if other.leg != op.leg or other.action not in ("cancel_all_media", "cancelAllMedia", "cancel_media"):
            continue
        if any(before["seq"] < sent["seq"] <= after["seq"] for sent in other.sents):
            return True
    return False


def one_at_a_time(session, resumes, found):
    """A request of a leg leaves after the answer to the last one; hanging up waits for none."""
    under_way = {}
    for record in session.records:
        kind = record["kind"]
        if kind == "resume":
            under_way.clear()
        elif kind == "response":
            for leg, op in list(under_way.items()):
                if op == str(record["op"]):
                    del under_way[leg]
        elif kind == "event":
            # The operation's event settles it whatever else came.
            context = str(((record.get("data") or {}) if isinstance(record.get("data"), dict) else {})
                          .get("operationContext", ""))
            op = context.split(" ")[0].split(".")[0]
            for leg, other in list(under_way.items()):
                if op and other == op:
                    del under_way[leg]
        elif kind == "sent":
            op = session.ops[str(record["op"])]
            if op.leg is None or op.action in ("hang_up", "hangUp") or op.repeat_class == "outside":
                continue
            other = under_way.get(op.leg)
            if other is not None and other != op.name:
                found.add("out_of_turn", f"operation {op.name} ({op.action}) left before the answer to {other}",
                          session=session.id, seq=record["seq"])
            under_way[op.leg] = op.name


# MARK: - Events


def events(ledger, sessions, found):
    """Every 2xx-answered event once in `seq`."""
    taken = {id: Counter(record["id"] for record in session.of_kind("event") if record.get("via") != "asked")
             for id, session in sessions.items()}
    for id, counts in taken.items():
        for event, count in counts.items():
            if count > 1:
                found.add("event_twice", f"an event is {count} times in the journal", session=id, event=event)
    for event in ledger.events.values():
        if event.source != "callback" or event.accepted_at is None:
            continue
        session, op = event.owner
        if session not in sessions:
            found.add("leg_without_session", f"{event.name} was answered 2xx, and there is no session of it",
                      session=session, event=event.id)
        elif event.id not in taken[session] and not sessions[session].had_ended(event.accepted_at):
            unread = next((each for each in sessions[session].unread if each["id"] == event.id), None)
            if unread and came_after_the_end(sessions[session], unread):
                continue
            found.add("event_lost" if not unread else "event_unread",
                      f"{event.name} of operation {op} was answered 2xx and is "
                      + ("kept, but was never taken" if unread else "nowhere in the journal"),
                      session=session, event=event.id, at=event.accepted_at)


def came_after_the_end(session, unread):
    """Whether a kept event stands behind what ended its session: inputs are taken in the order in which they came."""
    if session.end_record is None:
        return False
    last = next((record for record in reversed(session.records)
                 if record["kind"] in ("event", "response", "timer", "operator")), None)
    return last is not None and unread.get("arrived", 0) >= last.get("arrived", last["at"])


def begins(ledger, sessions, facts, found):
    """One session for each offer and each launch."""
    keys = Counter()
    for session in sessions.values():
        if session.begin:
            keys[session.begin["intake_key"]] += 1
    for key, count in keys.items():
        if count > 1:
            found.add("begun_twice", f"{count} sessions began with {key}")
    offers = defaultdict(list)
    for event in ledger.events.values():
        if event.source == "grid" and event.name == "IncomingCall":
            offers[(event.correlation, event.to)].append(event)
    for (correlation, _), told in offers.items():
        begun = [event for event in told if keys[f"grid:{event.id}"]]
        if any(event.accepted_at for event in told) and not begun:
            found.add("offer_lost", f"IncomingCall {told[0].id} was answered 2xx and began no session",
                      call=told[0].call, event=told[0].id, at=told[0].accepted_at)
    for key, session in facts.launches.items():
        if session not in sessions:
            found.add("launch_lost", f"launch {key} was answered with a session that is not there", session=session)
        elif not (sessions[session].begin or {}).get("intake_key", "").endswith("/" + key):
            found.add("launch_lost", f"launch {key} was answered with another's session", session=session)


def ends(ledger, sessions, facts, found):
    """Every event that never arrived is named, and its call has ended as one may."""
    undelivered = []
    for event in ledger.events.values():
        if event.accepted_at is not None or event.given_up is None:
            continue
        if event.source == "callback":
            session = event.owner[0]
            undelivered.append({"event": event.id, "name": event.name, "session": session, "reason": event.given_up})
            if session not in sessions:
                late = [each.accepted_at for each in ledger.events.values()
                        if each.owner[0] == session and each.accepted_at]
                if late:
                    found.add("leg_without_session", f"{event.name} has no session", session=session, event=event.id)
        else:
            undelivered.append({"event": event.id, "name": event.name, "call": event.call, "reason": event.given_up})
    for session in sessions.values():
        end = session.end_record or session.end
        if end is None:
            continue
        if end["way"] == "finished" or allowed_end(session, end, facts):
            continue
        found.add("bad_end", f"{session.flow} ended {end['way']}: {end['report']}", session=session.id)
    return undelivered


def allowed_end(session, end, facts):
    """A flow that asserts an outcome fails when the call went away, when a kill left the outcome unknown, or when the
    service gave no answer in time."""
    if end["way"] != "failed" or session.flow not in ASSERTING:
        return False
    words = ("call_ended", "no longer", "8522", "not found", "outcome_unknown", "timeout", "no outcome of",
             "unavailable")
    return any(word in end["report"] for word in words)


# MARK: - Requests


def repeatability(ledger, sessions, found):
    """One execution for each id; the same bytes, address and first time each time."""
    by_id = defaultdict(list)
    for request in ledger.requests:
        if request.repeatability_id:
            by_id[request.repeatability_id].append(request)
    for id, requests in by_id.items():
        where = {"session": ledger.session_of(requests[0]), "repeatability_id": id, "line": requests[-1].line}
        executed = [request for request in requests if request.decision == "executed"]
        if len(executed) > 1:
            found.add("executed_twice", f"{executed[0].operation} took effect {len(executed)} times", **where)
        for name in ("body_sha256", "path", "first_sent"):
            values = {getattr(request, name) for request in requests}
            if len(values) > 1:
                rule = {"body_sha256": "other_bytes", "path": "other_path", "first_sent": "fresh_first_sent"}[name]
                found.add(rule, f"{requests[0].operation} was repeated with another {name}", **where)
        for request in requests[1:]:
            if request.at - request.first_sent_at > REPEATABLE:
                found.add("repeat_too_old", f"{request.operation} came again after "
                          f"{request.at - request.first_sent_at:.0f} s", **where)
        for earlier, later in zip(requests, requests[1:]):
            # Seen by the one who sent it, an answer that got out may still be lost with a kill.
            if later.at < earlier.at:
                found.add("ledger", "requests run backwards", **where)


def matched(ledger, sessions):
    """Pairs each request of the ledger with its record of sending: the n-th of some bytes is the n-th recorded try."""
    by_key = defaultdict(list)
    for session in sessions.values():
        for key, op, sent in session.sent_keys():
            by_key[key].append((sent["at"], session, op, sent))
    for list_ in by_key.values():
        list_.sort(key=lambda each: each[0])
    # Tries that never left leave holes: a request belongs to the latest record that is not younger than itself.
    for request in ledger.requests:
        if request.method == "GET":
            continue
        known = by_key.get(request.key)
        if known:
            earlier = [each for each in known if each[0] <= request.at + CLOCK]
            yield request, *(earlier[-1] if earlier else known[0])[1:]


def order(ledger, sessions, found):
    """Requests of a leg come in the order of the journal, and none before it was recorded or after the end."""
    last = {}
    for request, session, op, sent in matched(ledger, sessions):
        if sent["at"] > request.at + CLOCK:
            found.add("sent_late", f"{request.operation} came before its record", session=session.id,
                      line=request.line)
        end = session.end_record
        if end and sent["seq"] > end["seq"]:
            found.add("after_end", f"{request.operation} was sent after the end", session=session.id,
                      line=request.line)
        if request.operation in HANGING_UP or op.leg is None:
            continue
        leg = (session.id, op.leg)
        if sent["seq"] < last.get(leg, 0):
            found.add("order", f"{request.operation} {request.context or ''} came after a later one of its leg",
                      session=session.id, line=request.line)
        last[leg] = max(last.get(leg, 0), sent["seq"])


def count_repeats(ledger, sessions):
    repeats = sum(max(0, len(op.sents) - 1) for session in sessions.values() for op in session.ops.values()
                  if not all(did_not_run(response) for response in op.responses[:-1]) or len(op.responses) < 2)
    return repeats + sum(request.decision == "repeated_answer" for request in ledger.requests)


# MARK: - The end


def never_known(ledger, session, connection):
    """Whether nothing ever told the session of a call that it opened: the answer was lost, the repeat came too late for
    the service, and no event was delivered before the operation was given up. Nobody can end what nobody can name."""
    op = session.ops.get(ledger.sessions[connection][1])
    if op is None or op.action not in ("create_call", "connect_call"):
        return False
    answered = any(200 <= (response.get("status") or 0) < 300 for response in op.responses if response["attempt"])
    told = any(connection in json.dumps(record) for record in session.of_kind("event"))
    # Refused as too old, or not repeated at all since its time was up when a process came that could have done it.
    forgotten = any(response.get("status") == 412 for response in op.responses) or any(
        resume["at"] > sent["first_sent"] + sent["time_limit"]
        for sent in op.sents for resume in session.of_kind("resume"))
    return not answered and not told and forgotten


def nothing_left(ledger, sessions, facts, found):
    """No session without a call, no call without a session."""
    unnamed = []
    alive = {connection for call in facts.alive for connection in call["connections"]}
    for session in sessions.values():
        if session.end is None and session.end_record is None:
            legs = [connection for connection, owner in ledger.sessions.items() if owner[0] == session.id]
            last = session.records[-1] if session.records else {}
            found.add("open_session",
                      f"{session.flow} is still open; its last record is {last.get('seq')} {last.get('kind')}, "
                      f"{sum(leg in alive for leg in legs)} of its {len(legs)} legs are up",
                      session=session.id, last=last)
    for call in facts.alive:
        for connection in call["connections"]:
            owner = ledger.sessions.get(connection, (None, None))[0]
            session = sessions.get(owner)
            if session is not None and never_known(ledger, session, connection):
                unnamed.append({"session": owner, "connection": connection})
                continue
            if session is None or session.end or session.end_record:
                found.add("leg_without_session", f"connection {connection} is up, and its session "
                          + ("has ended" if session else "is not there"), session=owner, call=call["call_id"])
    for connection, (owner, op) in ledger.sessions.items():
        if owner not in sessions:
            found.add("leg_without_session", f"operation {op} opened a connection for a session that is not there",
                      session=owner, connection=connection)
    for generation in {session.generation for session in sessions.values()} - {None}:
        if not re.fullmatch(r"[0-9a-f]{8,}", generation):
            found.add("generation", f"{generation} is no generation")
    return unnamed


def heard(ledger, sessions, facts, found):
    """Phones heard what their flow says, in its order; again only where a kill explains it."""
    flows = defaultdict(set)
    for event in ledger.events.values():
        session = sessions.get(event.owner[0])
        if session:
            flows[event.call].add(session.flow)
    for call in ledger.calls.values():
        prompts = call.prompts()
        if not prompts:
            continue
        names = flows[call.id] - {"supervisor"} or flows[call.id]
        if len(names) != 1:
            continue
        flow = next(iter(names))
        grammar = FLOWS.get(flow)
        if grammar is None:
            continue
        texts = [text for _, text in prompts]
        killed = facts.killed(call.began, call.ended or ledger.last_at)
        if not grammar.allows(texts, killed):
            found.add("heard", f"{flow}: a phone heard {grammar.letters(texts)}, which {grammar.pattern} does not allow"
                      + (" even with a kill" if killed else "; there was no kill"),
                      call=call.id, texts=texts)


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 64
    ledger = Ledger.read(arguments[0])
    with open(arguments[1]) as file:
        sessions = journals.parse(file.read())
    facts = {}
    if len(arguments) == 3:
        with open(arguments[2]) as file:
            facts = json.load(file)
    found, figures = check(ledger, sessions, Facts(facts))
    json.dump({"violations": found.list, "by_rule": found.by_rule(), **figures}, sys.stdout, indent=1)
    print()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
