"""The rules of streams: best effort, so what was said may be missing, but nothing comes twice or from nowhere."""
from collections import Counter, defaultdict


def streams(ledger, sessions, found):
    said = defaultdict(set)
    calls = defaultdict(set)
    for call in ledger.calls.values():
        for _, kind, text, details in call.entries:
            if kind == "said":
                said[call.id].add(text)
    for event in ledger.events.values():
        if event.owner[0]:
            calls[event.owner[0]].add(event.call)
    for session in sessions.values():
        told = [record for record in session.of_kind("event") if record.get("via") == "stream"]
        heard = Counter()
        for record in told:
            data = record["data"]
            if record["name"] != "TranscriptionData":
                continue
            who = (data.get("participant") or {}).get("rawId")
            heard[(data.get("text"), data.get("offset"), who, data.get("resultStatus"))] += 1
            if not any(data.get("text") in said[call] for call in calls[session.id]):
                found.add("stream_invented", f"{data.get('text')!r} was transcribed, and nobody said it",
                          session=session.id, seq=record["seq"])
        for (text, *_), count in heard.items():
            if count > 1:
                found.add("stream_twice", f"{text!r} was said once and is {count} times in the journal",
                          session=session.id)
