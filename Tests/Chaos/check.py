"""The judge of a campaign: the ledger against the journals as they were exported at the end.

It shares no code with the runtime and believes the ledger. `python3 check.py LEDGER EXPORT [FACTS]`, where FACTS is a
JSON file: `kills` (seconds since 1970), `launches` (key to session), `flows`, `alive` (calls the emulator still has
with a connection of the application), `no_kills`, `recordings`, `files`, `pins`, `timelines`, `logged`. What servers of the
web have written down is `web.jsonl` beside the ledger.
"""
import json
import os
import re
import sys
from collections import Counter, defaultdict

import journal as journals
from arrivals import begins, ends, events
from autopsy import sent_requests
from clinicgrammar import CLINICS
from counting import counted, swapped
from facts import Facts
from grammar import FLOWS
from ledger import Ledger
from masking import masked
from outside import told_once, web_requests
from recording import recordings
from sending import count_repeats, decisions, order, repeatability
from streaming import streams
from violations import Violations
from web import WebLedger


def check(ledger, sessions, facts, web=None):
    """Holds the ledger, and what servers of the web wrote down, against the journals."""
    web = web or WebLedger([])
    found = Violations()
    for fault in ledger.faults:
        found.add("ledger", fault)
    for session in sessions.values():
        records(session, found)
        timers(session, found)
        decisions(session, found)
    events(ledger, sessions, found)
    begins(ledger, sessions, facts, found)
    undelivered, quarantined = ends(ledger, sessions, facts, found)
    repeatability(ledger, sessions, found)
    sent_requests(ledger, sessions, found)
    order(ledger, sessions, found)
    unnamed = nothing_left(ledger, sessions, facts, found)
    heard(ledger, sessions, facts, found)
    web_requests(web, sessions, found)
    told_once(web, sessions, found)
    counted(sessions, found)
    swapped(sessions, found)
    recordings(ledger, sessions, facts, web, found)
    streams(ledger, sessions, found)
    masked(ledger, sessions, facts, found)
    repeats = count_repeats(ledger, sessions)
    if facts.no_kills and repeats:
        found.add("repeat_without_kill", f"without a kill there were {repeats} repeats")
    return found, {"repeats": repeats, "undelivered": undelivered, "never_known": unnamed,
                   "quarantined": quarantined}


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
        grammar = FLOWS.get(flow) or CLINICS.get(flow)
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
    beside = os.path.join(os.path.dirname(arguments[0]), "web.jsonl")
    web = WebLedger.read(beside) if os.path.exists(beside) else None
    found, figures = check(ledger, sessions, Facts(facts), web)
    json.dump({"violations": found.list, "by_rule": found.by_rule(), **figures}, sys.stdout, indent=1)
    print()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
