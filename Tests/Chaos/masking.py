"""The rule of `mask = true`: what was pressed is in the event that brought it, and nowhere else."""
import json

TONES = {"*": "asterisk", "#": "pound", "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five",
         "6": "six", "7": "seven", "8": "eight", "9": "nine"}


def masked(ledger, sessions, facts, found):
    shapes = {pin: [json.dumps(pin)[1:-1], json.dumps([TONES[key] for key in pin])[1:-1]] for pin in facts.pins}
    pins = [session for session in sessions.values() if session.flow == "pin"]
    for session in pins:
        for record in session.records:
            if record["kind"] == "event" and record["name"] == "RecognizeCompleted":
                continue
            text = json.dumps({name: value for name, value in record.items() if name != "_request"})
            for pin, forms in shapes.items():
                if any(form in text for form in forms):
                    found.add("unmasked", f"a {record['kind']} tells {pin}", session=session.id, seq=record["seq"])
    for id, timeline in facts.timelines.items():
        for pin, forms in shapes.items():
            if any(form in timeline for form in [pin, *forms]):
                found.add("unmasked", f"the timeline tells {pin}", session=id)
    for line in facts.logged:
        found.add("unmasked", f"the log tells what was pressed: {line}")
    calls = {event.call for event in ledger.events.values()
             if event.owner[0] in sessions and sessions[event.owner[0]].flow == "pin"}
    for id in calls & set(ledger.calls):
        for _, kind, text, details in ledger.calls[id].entries:
            if kind == "key_pressed" and details.get("heard") and text in TONES or (
                    kind == "recognized" and details.get("tones")):
                found.add("unmasked", f"the service's timeline tells {text!r}: it was not asked to hide it", call=id)
