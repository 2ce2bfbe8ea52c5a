"""The emulator's ledger, read back: what went over the wire, whoever may say otherwise."""
import json
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

ADDRESS = re.compile(r"/events/calls/([^/]+)/([^/]+)/[^/?]+")


@dataclass
class Request:
    line: int
    at: float
    operation: str
    method: str
    path: str
    connection: str
    body_sha256: str
    context: str
    callback: str
    repeatability_id: str
    first_sent: str
    decision: str
    status: int
    code: str
    answer_out: bool = None

    @property
    def first_sent_at(self):
        return parsedate_to_datetime(self.first_sent).timestamp() if self.first_sent else None

    @property
    def key(self):
        """What tells one try from another, as the journal knows it too."""
        return (self.method, self.path, self.body_sha256, self.repeatability_id or None)


@dataclass
class Event:
    line: int
    at: float
    source: str
    id: str
    name: str
    context: str
    address: str
    connection: str
    call: str
    correlation: str = None
    to: str = None
    tries: list = field(default_factory=list)  # (at, status or None, fault)
    given_up: str = None

    @property
    def accepted_at(self):
        """When the application took it over; None if it never did."""
        return next((at for at, status, _ in self.tries if status and 200 <= status < 300), None)

    @property
    def owner(self):
        """Session and operation of the callback address."""
        found = ADDRESS.search(self.address or "")
        return found.groups() if found else (None, None)


@dataclass
class Call:
    id: str
    entries: list = field(default_factory=list)  # (at, kind, text, details)
    began: float = None
    ended: float = None
    how: str = None

    def prompts(self):
        """What was begun to be said, in order."""
        return [(at, text) for at, kind, text, _ in self.entries
                if kind in ("play_started", "recognize_started") and text]


class Ledger:
    def __init__(self, lines):
        self.requests, self.events, self.calls = [], {}, {}
        self.sessions = {}  # connection -> (session, op)
        self.faults = []
        self.last_at = 0.0
        by_line = {}
        for line in lines:
            what, at = line["what"], line["at"]
            self.last_at = max(self.last_at, at)
            if what == "request":
                request = Request(
                    line["n"], at, line["operation"], line["method"], line["path"], line["connection"],
                    line["body_sha256"], line["context"], line["callback"], line["repeatability_id"],
                    line["first_sent"], line["decision"], line["status"], line["code"])
                self.requests.append(request)
                by_line[request.line] = request
                found = ADDRESS.search(request.callback or "")
                if found and request.connection and request.decision != "refused":
                    self.sessions.setdefault(request.connection, found.groups())
            elif what == "answer":
                if line["request"] in by_line:
                    by_line[line["request"]].answer_out = line["out"]
            elif what == "event":
                event = Event(
                    line["n"], at, line["source"], line["event"], line["name"], line["context"], line["address"],
                    line["connection"], line["call"], line.get("correlation"), line.get("to"))
                self.events[event.id] = event
                session, op = event.owner
                if session and event.connection:
                    self.sessions.setdefault(event.connection, (session, op))
            elif what == "delivery":
                if line["event"] in self.events:
                    self.events[line["event"]].tries.append((at, line.get("status"), line.get("fault")))
            elif what == "given_up":
                if line["event"] in self.events:
                    self.events[line["event"]].given_up = line["reason"]
            elif what == "phone":
                call = self.calls.setdefault(line["call"], Call(line["call"]))
                call.began = at if call.began is None else call.began
                if line.get("ends"):
                    call.ended, call.how = at, line["text"]
                else:
                    call.entries.append((at, line["kind"], line["text"], line["details"]))
            else:
                self.faults.append(f"line {line['n']} is of an unknown kind: {what}")

    @staticmethod
    def parse(text):
        """Whole lines only: the last one may be under way."""
        whole = text[: text.rfind("\n") + 1]
        return Ledger([json.loads(line) for line in whole.splitlines() if line])

    @staticmethod
    def read(path, size=None):
        with open(path, "rb") as file:
            data = file.read() if size is None else file.read(size)
        return Ledger.parse(data.decode())

    def session_of(self, request):
        """Who a request can have come from: by its own callback address, or by its connection."""
        found = ADDRESS.search(request.callback or "")
        if found:
            return found.group(1)
        return self.sessions.get(request.connection, (None, None))[0]
