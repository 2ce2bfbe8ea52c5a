"""What must be durable at the moment of a kill: a copy of the store against the ledger, before anything is restarted."""
from collections import Counter

from outside import unsent
from violations import Violations


def autopsy(ledger, sessions, launched=(), web=None):
    """Compares a dead process's store with what went over the wire.

    `launched`: sessions whose launch was answered 2xx before the kill; `web`: what servers of the web had seen.
    """
    found = Violations()
    accepted_events(ledger, sessions, found)
    sent_requests(ledger, sessions, found)
    if web is not None:
        unsent(web, sessions, found)
    for session in launched:
        if session not in sessions:
            found.add("launch_not_durable", "a launch was answered, and its session is not durable", session=session)
    return found


def known_events(session):
    """Ids of all events that the store has for a session, taken or not."""
    ids = Counter(record["id"] for record in session.of_kind("event"))
    unread = {event["id"] for event in session.unread}
    return ids, unread


def accepted_events(ledger, sessions, found):
    """Every 2xx-answered event is durable."""
    events = {id: known_events(session) for id, session in sessions.items()}
    intakes = {str((session.begin or {}).get("intake_key")) for session in sessions.values()}
    offers = {event.correlation for event in ledger.events.values() if f"grid:{event.id}" in intakes}
    for event in ledger.events.values():
        if event.accepted_at is None:
            continue
        if event.source == "grid":
            # The same offer may have been told twice; one session is enough.
            if event.name == "IncomingCall" and f"grid:{event.id}" not in intakes and event.correlation not in offers:
                found.add(
                    "event_not_durable", f"IncomingCall {event.id} was answered 2xx and began no durable session",
                    event=event.id, call=event.call, at=event.accepted_at)
            continue
        session, op = event.owner
        taken, unread = events.get(session, (Counter(), set()))
        if session in sessions and sessions[session].had_ended(event.accepted_at):
            continue
        if event.id not in taken and event.id not in unread:
            found.add(
                "event_not_durable",
                f"{event.name} of operation {op} was answered 2xx and is not durable"
                + ("" if session in sessions else ", and neither is its session"),
                session=session, event=event.id, at=event.accepted_at)


def sent_requests(ledger, sessions, found):
    """Every request that came has a durable record of sending with the same bytes; what is asked after a restart (GET)
    needs none."""
    sents = Counter(key for session in sessions.values() for key, _, _ in session.sent_keys())
    seen = Counter()
    for request in ledger.requests:
        if request.method == "GET":
            continue
        seen[request.key] += 1
        if seen[request.key] > sents[request.key]:
            near = [key for key in sents if key[0] == request.method and key[1] == request.path]
            found.add(
                "request_without_sent",
                f"{request.operation} {request.context or ''} (try {seen[request.key]} of these bytes) came, and "
                f"{sents[request.key]} records of sending are durable for it"
                + (f"; {len(near)} other requests of this path are recorded" if near else ""),
                session=ledger.session_of(request), line=request.line, at=request.at,
                operation=request.operation, repeatability_id=request.repeatability_id)
