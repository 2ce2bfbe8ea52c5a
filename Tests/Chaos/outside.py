"""The rules of requests to the web: what servers wrote down against what journals say."""
import hashlib
from collections import Counter, defaultdict
from urllib.parse import urlsplit


def asked(op):
    """What a server must see of an operation: method, path, key, hash of the body."""
    request = op.requests[0]
    address = urlsplit(request["path"])
    body = request["body"] or {}
    key = next((header.get("value") for header in body.get("headers", [])
                if header["name"].lower() == "idempotency-key"), None)
    path = address.path + (f"?{address.query}" if address.query else "")
    return (request["method"], path, key, hashlib.sha256(body.get("body", "").encode()).hexdigest())


def web_ops(sessions):
    for session in sessions.values():
        for op in session.ops.values():
            if op.action == "http" and op.requests:
                yield session, op


def unsent(web, sessions, found):
    """Every request that a server got has a durable record of sending. True at any moment, so at a kill too."""
    sents = Counter()
    for _, op in web_ops(sessions):
        sents[asked(op)] += len(op.sents)
    seen = Counter()
    for request in web.requests:
        seen[request.identity] += 1
        if seen[request.identity] > sents[request.identity]:
            found.add("http_without_sent",
                      f"{request.method} {request.path} came for the {seen[request.identity]}. time, and "
                      f"{sents[request.identity]} records of sending are durable for it",
                      key=request.key, line=request.line, at=request.at)


def web_requests(web, sessions, found):
    unsent(web, sessions, found)
    by_key, given = defaultdict(list), defaultdict(set)
    for request in web.requests:
        given[request.identity].add(request.status)
        if request.key is not None:
            by_key[request.key].append(request)
    for key, requests in by_key.items():
        if len({request.identity for request in requests}) > 1:
            found.add("http_other_bytes", f"{requests[0].path}: one key came with other bytes or another address",
                      key=key, line=requests[-1].line)
    owners = {}
    for session, op in web_ops(sessions):
        where = {"session": session.id, "op": op.name}
        method, path, key, _ = asked(op)
        if method == "POST":
            if key is None:
                found.add("http_no_key", f"POST {path} has no key", **where)
            elif owners.setdefault(key, where) != where:
                found.add("http_shared_key", f"{owners[key]['session']}, operation {owners[key]['op']}, has the key too",
                          key=key, **where)
        if op.repeat_class == "outside" and len(by_key[key]) > 1:
            found.add("outside_repeated", f"{method} {path} came {len(by_key[key])} times: never repeated", **where)
        told = {response["status"] for response in op.responses if response.get("status") and not response.get("fault")}
        for status in sorted(told - given[asked(op)]):
            found.add("http_invented", f"the journal has {status} for {method} {path}, which no server answered", **where)
        answered = any(200 <= status < 300 for status in told)
        if method == "POST" and answered and not any(request.effect for request in by_key[key]):
            found.add("http_invented", f"the journal has an answer to POST {path}, which took effect nowhere", **where)


def told_once(web, sessions, found):
    """Whatever keys there were: what a session tells a server once takes effect there once. Two sessions may tell the same:
    who hangs up twice in two calls."""
    effects = Counter((request.method, request.path, request.body_sha256) for request in web.requests if request.effect)
    tellers = defaultdict(set)
    for session, op in web_ops(sessions):
        method, path, _, body = asked(op)
        tellers[(method, path, body)].add(session.id)
    for (method, path, body), count in effects.items():
        if count > max(1, len(tellers[(method, path, body)])):
            found.add("told_twice", f"{method} {path}: one body took effect {count} times, and "
                      f"{len(tellers[(method, path, body)])} sessions told it")
