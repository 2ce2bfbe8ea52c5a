"""The rules of what comes in: events, offers, launches; and how sessions end."""
import re
from collections import Counter, defaultdict

QUARANTINE = re.compile(r"rebuilt (\d+) times without getting further: it is quarantined")
# Ends of sessions whose flows cannot help it: an assert about a request that failed.
ASSERTING = {"conference", "supervisor"}


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
    quarantined = []
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
        if end["way"] == "finished" or allowed_end(session, end):
            continue
        if was_killed_with(session, end, facts):
            quarantined.append({"session": session.id, "flow": session.flow, "report": end["report"]})
            continue
        found.add("bad_end", f"{session.flow} ended {end['way']}: {end['report']}", session=session.id)
    return undelivered, quarantined


def was_killed_with(session, end, facts):
    """Whether a session was given up as one that kills the process, and so it looked: as often as its end says, the process
    died between the last thing that it did and its end. The campaign is to blame, and the report names it."""
    found = QUARANTINE.fullmatch(end["report"] or "")
    stop = next((record for record in reversed(session.records) if record["kind"] == "operator"), None)
    if end["way"] != "stopped" or not found or stop is None or stop["seq"] < 2:
        return False
    since = session.records[stop["seq"] - 2]["at"]
    return sum(since < kill < stop["at"] for kill in facts.kills) >= int(found.group(1))


def allowed_end(session, end):
    """A flow that asserts an outcome fails when the call went away, when a kill left the outcome unknown, or when the
    service gave no answer in time."""
    if end["way"] != "failed" or session.flow not in ASSERTING:
        return False
    words = ("call_ended", "no longer", "8522", "not found", "outcome_unknown", "timeout", "no outcome of",
             "unavailable")
    return any(word in end["report"] for word in words)
