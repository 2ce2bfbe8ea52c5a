"""Exported journals (`hookswitch calls export --all`), one session a line."""
import json


class Op:
    """All that a journal says of one operation."""

    def __init__(self, name):
        self.name = name
        self.requests = []  # records, in order
        self.sents = []
        self.responses = []

    @property
    def repeat_class(self):
        return self.requests[0].get("class") if self.requests else None

    @property
    def action(self):
        return self.requests[0].get("action") if self.requests else None

    @property
    def leg(self):
        return self.requests[0].get("leg") if self.requests else None


class Session:
    def __init__(self, line):
        self.id = line["session"]
        self.flow = line.get("flow")
        self.generation = line.get("generation")
        self.began = line.get("began")
        self.end = line.get("end")
        self.unread = line.get("unread") or []
        self.records = line.get("records") or []
        self.ops = {}
        request = {}
        for record in self.records:
            kind = record["kind"]
            if kind not in ("request", "sent", "response"):
                continue
            name = str(record["op"])
            op = self.ops.setdefault(name, Op(name))
            if kind == "request":
                op.requests.append(record)
                request[name] = record
            elif kind == "sent":
                # A later try may have bytes of its own; the journal says so by a request record before it.
                record["_request"] = request.get(name)
                op.sents.append(record)
            else:
                op.responses.append(record)

    def of_kind(self, kind):
        return [record for record in self.records if record["kind"] == kind]

    @property
    def begin(self):
        return self.records[0] if self.records and self.records[0]["kind"] == "begin" else None

    @property
    def end_record(self):
        return next((record for record in self.records if record["kind"] == "end"), None)

    def had_ended(self, at):
        """Whether the session was over at a time: what comes then can change nothing and is not kept."""
        return self.end_record is not None and self.end_record["at"] <= at

    def sent_keys(self):
        """For every durable record of sending: what the ledger must show if it left."""
        for op in self.ops.values():
            for sent in op.sents:
                request = sent["_request"]
                if request is not None:
                    yield (request["method"], request["path"], request["body_sha256"],
                           sent.get("repeatability_id") or None), op, sent


def parse(text):
    """All sessions by id; a session that is told twice is a fault of the export."""
    sessions = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        session = Session(json.loads(line))
        if session.id in sessions:
            raise ValueError(f"the export has session {session.id} twice")
        sessions[session.id] = session
    return sessions
