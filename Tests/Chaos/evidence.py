"""What a round has left, as plain data that can be tampered with, and what the check says of it."""
import copy
import json
import os

import journal as journals
from autopsy import autopsy
from check import check
from facts import Facts
from ledger import Ledger
from web import WebLedger


class Missing(Exception):
    """The round has nothing that could be tampered with in this way."""


def lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


class Evidence:
    def __init__(self, ledger, sessions, web, facts):
        self.ledger, self.sessions, self.web, self.facts = ledger, sessions, web, facts

    @staticmethod
    def read(folder):
        with open(os.path.join(folder, "facts.json")) as file:
            facts = json.load(file)
        names = ("ledger.jsonl", "export.jsonl", "web.jsonl")
        return Evidence(*(lines(os.path.join(folder, name)) for name in names), facts)

    def copy(self):
        return copy.deepcopy(self)

    def rules(self):
        """Of the end, and of a kill at the end."""
        sessions = journals.parse("".join(json.dumps(session) + "\n" for session in self.sessions))
        ledger, web = Ledger(self.ledger), WebLedger(self.web)
        found, _ = check(ledger, sessions, Facts(self.facts), web)
        return found.rules() | autopsy(ledger, sessions, self.facts["launches"].values(), web).rules()

    # MARK: - What there is

    def of(self, flow):
        return first(session for session in self.sessions if session["flow"] == flow)

    def records(self, kind=None, **members):
        """(session, record) for each record that has these members."""
        for session in self.sessions:
            for record in session["records"]:
                if kind in (None, record["kind"]) and has(record, members):
                    yield session, record

    def decisions(self, action, **members):
        """(session, request) of operations that were answered 2xx."""
        for session, request in self.records("request", action=action, **members):
            if any(200 <= (answer.get("status") or 0) < 300 for answer in of_op(session, request["op"], "response")):
                yield session, request

    def lines(self, what, **members):
        return (line for line in self.ledger if line["what"] == what and has(line, members))

    def asked(self, **members):
        return (line for line in self.web if has(line, members))


def has(record, members):
    return all(record.get(name.rstrip("_")) == value for name, value in members.items())


def first(those):
    for each in those:
        return each
    raise Missing


def of_op(session, op, kind):
    return [record for record in session["records"] if record["kind"] == kind and record["op"] == op]


def again(list_, item, **changes):
    """A copy right behind it."""
    item_ = {**copy.deepcopy(item), **changes}
    list_.insert(list_.index(item) + 1, item_)
    return item_


def number(session):
    for seq, record in enumerate(session["records"], 1):
        record["seq"] = seq


def drop(session, *records):
    session["records"] = [record for record in session["records"] if all(record is not each for each in records)]
    number(session)


def insert_after(session, record, *records):
    place = session["records"].index(record) + 1
    session["records"][place:place] = [{"at": record["at"], **each} for each in records]
    number(session)


def resume():
    return {"kind": "resume", "node": "n", "epoch": 9, "down_since": 1, "grace_until": 2}
