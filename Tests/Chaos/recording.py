"""The rules of recordings: begun once, fetched whole, deleted once, told of once."""
from collections import Counter, defaultdict


class Tape:
    """One recording, as the service's side tells of it."""

    def __init__(self, id, call):
        self.id, self.call = id, call
        self.session = self.op = None
        self.stopped = self.filed = self.deleted = 0
        self.known = []  # what the file was at the service: {"bytes", "sha256"}


def tapes(ledger, facts, web):
    found = {}
    for call in ledger.calls.values():
        for _, kind, _, details in call.entries:
            id = details.get("recording_id")
            if kind == "recording_started":
                found[id] = Tape(id, call.id)
            elif id in found:
                found[id].stopped += kind == "recording_stopped"
                found[id].filed += kind == "recording_filed"
                found[id].deleted += kind == "recording_deleted"
    for connection, (session, op) in ledger.sessions.items():
        id = connection.removeprefix("recording:")
        if id != connection and id in found:
            found[id].session, found[id].op = session, op
    for request in web.requests:
        told = request.recording
        if told and told["service"] and told["id"] in found:
            found[told["id"]].known.append(told["service"])
    for id, file in facts.recordings.items():
        if id in found:
            found[id].known.append(file)
    return found


def recordings(ledger, sessions, facts, web, found):
    all = tapes(ledger, facts, web)
    begun = defaultdict(list)
    for tape in all.values():
        begun[(tape.session, tape.op)].append(tape)
    for (session, op), made in begun.items():
        if session is not None and len(made) > 1:
            found.add("recording_twice", f"operation {op} began {len(made)} recordings", session=session)
    for tape in all.values():
        where = {"session": tape.session, "recording": tape.id}
        if not tape.stopped:
            found.add("recording_runs", "a recording was never stopped", **where)
        if tape.deleted > 1:
            found.add("deleted_twice", f"a file was deleted {tape.deleted} times", **where)
        if len({file["sha256"] for file in tape.known}) > 1:
            found.add("ledger", "the service's file has changed", **where)
    told_of_files(ledger, sessions, all, found)
    by_op = {(tape.session, tape.op): tape for tape in all.values()}
    for session in sessions.values():
        downloads(session, by_op, facts, found)
        deletions(session, all, web, found)
    folder(sessions, by_op, facts, found)


def told_of_files(ledger, sessions, all, found):
    """An accepted RecordingFileStatusUpdated is in the journal of the recording's session, as long as that was open."""
    of_call = defaultdict(list)
    for tape in all.values():
        of_call[tape.call].append(tape)
    for event in ledger.events.values():
        if event.name != "RecordingFileStatusUpdated" or event.accepted_at is None or len(of_call[event.call]) != 1:
            continue
        session = sessions.get(of_call[event.call][0].session)
        if session is None or session.had_ended(event.accepted_at):
            continue
        unread = any(each["id"] == event.id for each in session.unread)
        if not any(record["id"] == event.id for record in session.of_kind("event")):
            found.add("event_unread" if unread else "event_lost",
                      f"{event.name} was answered 2xx and is "
                      + ("kept, but was never taken" if unread else "nowhere in the journal"),
                      session=session.id, event=event.id, at=event.accepted_at)


def answered(op):
    return next((response for response in op.responses if 200 <= (response.get("status") or 0) < 300), None)


def downloads(session, by_op, facts, found):
    for op in session.ops.values():
        if op.action != "download" or not op.requests:
            continue
        where = {"session": session.id, "op": op.name}
        tape = by_op.get((session.id, op.requests[0]["path"].rsplit("-", 1)[-1]))
        if tape is None:
            found.add("file_of_nobody", f"{op.requests[0]['path']} was asked for, and no recording has this name", **where)
            continue
        response = answered(op)
        for file in (response or {}).get("body", {}).get("files", []):
            mine = {name: file[name] for name in ("bytes", "sha256")}
            if tape.known and mine != tape.known[0]:
                found.add("file_differs", f"{mine} was fetched, and the service has {tape.known[0]}", **where)
            name = file["path"].rsplit("/", 1)[-1]
            if facts.files is None:
                continue
            if name not in facts.files:
                found.add("file_lost", f"{name} was fetched and is not there", **where)
            elif facts.files[name] != mine:
                found.add("file_differs", f"{name} is {facts.files[name]}, and the journal says {mine}", **where)
            if name + ".part" in facts.files:
                found.add("part_left", f"{name} is there whole and in part", **where)


def folder(sessions, by_op, facts, found):
    """A file stands under its own name only when it is whole."""
    for name, file in (facts.files or {}).items():
        whole, _, part = name.partition(".wav")
        session, _, op = whole.partition("-")
        tape = by_op.get((session, op))
        if tape is None or session not in sessions:
            found.add("file_of_nobody", f"{name} belongs to no recording", session=session)
        elif not part and tape.known and file != tape.known[0]:
            found.add("file_differs", f"{name} is {file}, and the service has {tape.known[0]}", session=session)


def deletions(session, all, web, found):
    """Deleted is what a journal says, and only after somebody was told of it."""
    asked = Counter()
    for op in session.ops.values():
        if op.action != "delete" or not op.requests:
            continue
        id = op.requests[0]["path"].rstrip("/").rsplit("/", 1)[-1]
        asked[id] += 1
        tape = all.get(id)
        if answered(op) and (tape is None or not tape.deleted):
            found.add("not_deleted", "the journal says that a file is deleted, and the service has it",
                      session=session.id, op=op.name, recording=id)
    told = {request.key for request in web.requests if request.effect}
    for tape in all.values():
        if tape.session != session.id or not tape.deleted:
            continue
        if not asked[tape.id]:
            found.add("deleted_unasked", "a file is deleted, and no journal asks for it", session=session.id,
                      recording=tape.id)
        elif tape.id not in told:
            found.add("deleted_untold", "a file is deleted, and the inbox was not told of it", session=session.id,
                      recording=tape.id)
