"""The rules of requests: who sent what how often, in which order, and why again."""
from collections import defaultdict

# Of the journal's `at` and the ledger's: two processes on one machine.
CLOCK = 0.25
# The runtime repeats a request with an id while it is younger than this, plus the time that it may be under way.
REPEATABLE = 240 + 60
# What is asked of the runtime itself, and never sent.
OWN = {"launch", "signal", "store", "download", "delete"}
# What comes out of turn because it waits for nobody.
HANGING_UP = {"HangupCall", "TerminateCall"}


def settles(response, action=None):
    """Whether the journal's answer says for certain what became of a try. A server of the web has the last word."""
    if response.get("fault"):
        return False
    if action == "http":
        return True
    status = response.get("status") or 0
    return not (status in (408, 409, 412, 429) or status >= 500)


def did_not_run(response):
    fault = response.get("fault") or {}
    return fault.get("kind") == "not_sent" or response.get("status") == 429


def decisions(session, found):
    """Tries of one decision: numbered, explained by the recovery table, with one id. One request of a leg at a time."""
    resumes = [record["seq"] for record in session.of_kind("resume")]
    ids = {}
    for op in session.ops.values():
        where = {"session": session.id, "op": op.name}
        if op.sents and not op.requests:
            found.add("sent_without_request", "a try has no decision", **where)
        if op.sents and op.requests and op.sents[0]["seq"] < op.requests[0]["seq"]:
            found.add("sent_before_decision", "a try is recorded before its decision", **where)
        for index, sent in enumerate(op.sents):
            if sent["attempt"] != index + 1:
                found.add("attempts", f"try {index + 1} calls itself {sent['attempt']}", **where)
        for response in op.responses:
            if op.action in OWN or op.action == "create_call" and response["attempt"] == 0:
                continue  # answers of the runtime itself: another session, the store, files, a free line
            if not any(sent["attempt"] == response["attempt"] and sent["seq"] < response["seq"] for sent in op.sents):
                found.add("response_without_sent", f"an answer to try {response['attempt']} that was not sent", **where)
        one_id(op, ids, where, found)
        for before, after in zip(op.sents, op.sents[1:]):
            explain(session, op, before, after, resumes, where, found)
    one_at_a_time(session, resumes, found)


def one_id(op, ids, where, found):
    of_op = {sent["repeatability_id"] for sent in op.sents if sent.get("repeatability_id")}
    if len(of_op) > 1:
        found.add("fresh_id", f"one decision was sent with {len(of_op)} repeatability ids", **where)
    firsts = {sent.get("first_sent") for sent in op.sents if sent.get("repeatability_id")}
    if len(firsts) > 1:
        found.add("fresh_first_sent", f"one decision was sent with {len(firsts)} times of its first try", **where)
    if op.repeat_class == "id" and any(not sent.get("repeatability_id") for sent in op.sents):
        found.add("no_id", "a request with repeatability headers was sent without an id", **where)
    for id in of_op:
        if ids.setdefault(id, op.name) != op.name:
            found.add("shared_id", f"two decisions have the id {id}", **where)
    if op.repeat_class == "id":
        bodies = {sent["_request"]["body_sha256"] for sent in op.sents if sent["_request"]}
        if len(bodies) > 1:
            found.add("other_bytes", f"one decision was sent as {len(bodies)} different bodies", **where)


def explain(session, op, before, after, resumes, where, found):
    """Why a request was sent again: see the table in durable-calls, "Recovery"."""
    between = [response for response in op.responses if before["seq"] < response["seq"] < after["seq"]
               and response["attempt"] == before["attempt"]]
    resumed = any(before["seq"] < seq < after["seq"] for seq in resumes)
    unknown = any(not settles(response, op.action) for response in between)
    settled = any(settles(response, op.action) for response in between)
    tries = f"try {after['attempt']} of {op.action} ({op.repeat_class})"
    if op.repeat_class == "outside":
        found.add("outside_repeated", f"{tries}: never repeated", **where)
    elif op.repeat_class == "audible":
        if not (resumed or unknown):
            found.add("repeat_unexplained", f"{tries}: nothing made the one before unknown", **where)
        elif not all(did_not_run(response) for response in between if not settles(response, op.action)) or not between:
            if not fence(session, op, before, after):
                found.add("no_fence", f"{tries}: media of the leg were not cancelled before", **where)
    elif settled or not (resumed or unknown):
        found.add("repeat_unexplained", f"{tries}: nothing made the one before unknown", **where)
    if op.repeat_class == "id" and after["at"] - (after.get("first_sent") or after["at"]) > REPEATABLE:
        found.add("repeat_too_old", f"{tries}: {after['at'] - after['first_sent']:.0f} s after the first", **where)


def fence(session, op, before, after):
    """A cancellation of all media of the leg, sent between two tries."""
    for other in session.ops.values():
        if other.leg != op.leg or other.action not in ("cancel_all_media", "cancelAllMedia", "cancel_media"):
            continue
        if any(before["seq"] < sent["seq"] <= after["seq"] for sent in other.sents):
            return True
    return False


def one_at_a_time(session, resumes, found):
    """A request of a leg leaves after the answer to the last one; hanging up waits for none."""
    under_way = {}
    for record in session.records:
        kind = record["kind"]
        if kind == "resume":
            under_way.clear()
        elif kind == "response":
            for leg, op in list(under_way.items()):
                if op == str(record["op"]):
                    del under_way[leg]
        elif kind == "event":
            # The operation's event settles it whatever else came.
            context = str(((record.get("data") or {}) if isinstance(record.get("data"), dict) else {})
                          .get("operationContext", ""))
            op = context.split(" ")[0].split(".")[0]
            for leg, other in list(under_way.items()):
                if op and other == op:
                    del under_way[leg]
        elif kind == "sent":
            op = session.ops[str(record["op"])]
            if not op.leg or op.action in ("hang_up", "hangUp") or op.repeat_class == "outside":
                continue
            other = under_way.get(op.leg)
            if other is not None and other != op.name:
                found.add("out_of_turn", f"operation {op.name} ({op.action}) left before the answer to {other}",
                          session=session.id, seq=record["seq"])
            under_way[op.leg] = op.name


# MARK: - The ledger


def repeatability(ledger, sessions, found):
    """One execution for each id; the same bytes, address and first time each time."""
    by_id = defaultdict(list)
    for request in ledger.requests:
        if request.repeatability_id:
            by_id[request.repeatability_id].append(request)
    for id, requests in by_id.items():
        where = {"session": ledger.session_of(requests[0]), "repeatability_id": id, "line": requests[-1].line}
        executed = [request for request in requests if request.decision == "executed"]
        if len(executed) > 1:
            found.add("executed_twice", f"{executed[0].operation} took effect {len(executed)} times", **where)
        for name in ("body_sha256", "path", "first_sent"):
            values = {getattr(request, name) for request in requests}
            if len(values) > 1:
                rule = {"body_sha256": "other_bytes", "path": "other_path", "first_sent": "fresh_first_sent"}[name]
                found.add(rule, f"{requests[0].operation} was repeated with another {name}", **where)
        for request in requests[1:]:
            if request.at - request.first_sent_at > REPEATABLE:
                found.add("repeat_too_old", f"{request.operation} came again after "
                          f"{request.at - request.first_sent_at:.0f} s", **where)
        for earlier, later in zip(requests, requests[1:]):
            # Seen by the one who sent it, an answer that got out may still be lost with a kill.
            if later.at < earlier.at:
                found.add("ledger", "requests run backwards", **where)


def matched(ledger, sessions):
    """Pairs each request of the ledger with its record of sending: the n-th of some bytes is the n-th recorded try."""
    by_key = defaultdict(list)
    for session in sessions.values():
        for key, op, sent in session.sent_keys():
            by_key[key].append((sent["at"], session, op, sent))
    for list_ in by_key.values():
        list_.sort(key=lambda each: each[0])
    # Tries that never left leave holes: a request belongs to the latest record that is not younger than itself.
    for request in ledger.requests:
        if request.method == "GET":
            continue
        known = by_key.get(request.key)
        if known:
            earlier = [each for each in known if each[0] <= request.at]
            # Only where none is earlier the clocks may differ: a later one of the same bytes may follow at once.
            yield request, *(earlier[-1] if earlier else known[0])[1:]


def order(ledger, sessions, found):
    """Requests of a leg come in the order of the journal, and none before it was recorded or after the end."""
    last = {}
    for request, session, op, sent in matched(ledger, sessions):
        if sent["at"] > request.at + CLOCK:
            found.add("sent_late", f"{request.operation} came before its record", session=session.id,
                      line=request.line)
        end = session.end_record
        if end and sent["seq"] > end["seq"]:
            found.add("after_end", f"{request.operation} was sent after the end", session=session.id,
                      line=request.line)
        if request.operation in HANGING_UP or not op.leg:
            continue
        leg = (session.id, op.leg)
        if sent["seq"] < last.get(leg, 0):
            found.add("order", f"{request.operation} {request.context or ''} came after a later one of its leg",
                      session=session.id, line=request.line)
        last[leg] = max(last.get(leg, 0), sent["seq"])


def count_repeats(ledger, sessions):
    repeats = sum(max(0, len(op.sents) - 1) for session in sessions.values() for op in session.ops.values()
                  if not all(did_not_run(response) for response in op.responses[:-1]) or len(op.responses) < 2)
    return repeats + sum(request.decision == "repeated_answer" for request in ledger.requests)
