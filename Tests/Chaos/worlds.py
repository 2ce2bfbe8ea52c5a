"""Hand-made ledgers and journals of a short call, for the checker's tests; with what breaks them."""
import json

import journal as journals
from autopsy import autopsy
from check import check
from facts import Facts
from ledger import Ledger
from web import WebLedger

S = "aa00000000000000000000000a"
ADDRESS = f"http://127.0.0.1:1/events/calls/{S}/1/token"
ANSWER, PLAY, END = "a" * 64, "b" * 64, "e3b0"
ANSWERING = "/calling/callConnections:answer?v"
PLAYING = "/calling/callConnections/c1:play?v"
HANGING = "/calling/callConnections/c1:terminate?v"
FENCING = "/calling/callConnections/c1:cancelAllMediaOperations?v"
SENT = "Thu, 01 Jan 1970 00:16:41 GMT"  # 1001


class World:
    """A short call, told by both sides: answered, greeted, hung up."""

    def __init__(self):
        self.lines, self.records, self.unread, self.end = [], [], [], None
        self.flow = "gatekeeper"
        self.web = []

    # MARK: - The ledger's side

    def line(self, what, at, **members):
        self.lines.append({"n": len(self.lines) + 1, "at": at, "what": what, **members})
        return len(self.lines)

    def phone(self, at, kind, text, **members):
        self.line("phone", at, call="call", kind=kind, text=text, details={}, **members)

    def request(self, at, operation, method, path, body, context=None, id=None, callback=None, status=202,
                decision="executed"):
        number = self.line(
            "request", at, operation=operation, method=method, path=path, connection="c1", body_sha256=body,
            context=context, callback=callback, repeatability_id=id, first_sent=SENT if id else None,
            decision=decision, status=status, code=None)
        self.line("answer", at, request=number, out=True, fault=None)

    def told(self, at, name, id, context=None, status=200, session=S):
        self.line("event", at, source="callback", event=id, name=name, context=context,
                  address=ADDRESS.replace(S, session), connection="c1" if session == S else "c2", call="call")
        if status:
            self.line("delivery", at, event=id, **{"try": 1}, status=status)
        if not status or status >= 300:
            self.line("given_up", at, event=id, reason="nobody there")

    # MARK: - The journal's side

    def record(self, at, kind, **members):
        self.records.append({"seq": len(self.records) + 1, "at": at, "kind": kind, **members})

    def event(self, at, name, id, context=None, via="callback"):
        self.record(at, "event", leg="1", id=id, name=name, source="x", via=via, arrived=at, inert=False,
                    data={"operationContext": context} if context else {})

    def decide(self, at, op, action, class_, method, path, body):
        self.record(at, "request", op=op, leg=1, action=action, **{"class": class_}, method=method, path=path,
                    body="", body_sha256=body, time_limit=30)

    def send(self, at, op, attempt=1, id=None, first_sent=1001.0):
        self.record(at, "sent", op=op, attempt=attempt, context=f"{op}.{attempt}", repeatability_id=id,
                    first_sent=first_sent, time_limit=30)

    def respond(self, at, op, attempt=1, status=202):
        self.record(at, "response", op=op, attempt=attempt, status=status, body="")

    def finish(self, at, way="finished", report=""):
        self.record(at, "end", way=way, report=report)
        self.end = {"way": way, "report": report}

    # MARK: - Judging

    def sessions(self):
        return journals.parse(json.dumps({
            "session": S, "flow": self.flow, "generation": "0123456789abcdef", "level": 1, "began": 1000,
            "end": self.end, "unread": self.unread, "records": self.records}))

    def ledger(self):
        return Ledger.parse("".join(json.dumps(line) + "\n" for line in self.lines))

    def rules(self, **facts):
        web = WebLedger(self.web)
        return check(self.ledger(), self.sessions(), Facts({"kills": [], **facts}), web)[0].rules()

    def autopsy(self, launched=()):
        return autopsy(self.ledger(), self.sessions(), launched, WebLedger(self.web)).rules()


def good():
    """What a call without any trouble looks like."""
    world = World()
    world.phone(1000, "incoming_call", "rings")
    world.line("event", 1000, source="grid", event="offer", name="IncomingCall", context=None, address="x",
               connection=None, call="call", correlation="k", to="4:+18005550188")
    world.line("delivery", 1000.1, event="offer", **{"try": 1}, status=200)
    world.record(1000, "begin", intake_key="grid:offer", cause="incoming_call", flow="gatekeeper",
                 generation="0123456789abcdef", level=1, seed="1")
    world.event(1000, "IncomingCall", "offer", via="grid")
    world.decide(1000, "1", "answer", "id", "POST", ANSWERING, ANSWER)
    world.send(1000, "1", id="id-1")
    world.request(1001, "AnswerCall", "POST", ANSWERING, ANSWER, "1.1", "id-1", ADDRESS, 200)
    world.respond(1001.1, "1", status=200)
    world.phone(1001.1, "connected", "connected")
    world.told(1001.2, "CallConnected", "e1", "1.1")
    world.event(1001.2, "CallConnected", "e1", "1.1")
    world.decide(1001.2, "2", "play", "audible", "POST", PLAYING, PLAY)
    world.send(1001.2, "2")
    world.request(1001.3, "Play", "POST", PLAYING, PLAY, "2.1")
    world.phone(1001.3, "play_started", "Welcome. You may pass.")
    world.respond(1001.4, "2")
    world.told(1002, "PlayCompleted", "e2", "2.1")
    world.event(1002, "PlayCompleted", "e2", "2.1")
    world.decide(1002, "3", "hang_up", "id", "POST", HANGING, END)
    world.send(1002, "3", id="id-3", first_sent=1002.0)
    world.request(1002.1, "TerminateCall", "POST", HANGING, END, None, "id-3", status=204)
    world.respond(1002.2, "3", status=204)
    world.told(1002.3, "CallDisconnected", "e3", "1.1")
    world.event(1002.3, "CallDisconnected", "e3", "1.1")
    world.phone(1002.3, "disconnected", "application_hung_up", ends=True)
    world.finish(1002.4)
    return world


def first(world, kind, **members):
    return next(record for record in world.records
                if record["kind"] == kind and all(record.get(name) == value for name, value in members.items()))


def drop(world, record):
    """Takes a record out and closes the gap."""
    world.records.remove(record)
    for number, each in enumerate(world.records, 1):
        each["seq"] = number


def insert(world, before, *records):
    place = world.records.index(before)
    world.records[place:place] = records
    for number, each in enumerate(world.records, 1):
        each["seq"] = number


def line(world, what, **members):
    return next(each for each in world.lines
                if each["what"] == what and all(each.get(name) == value for name, value in members.items()))
