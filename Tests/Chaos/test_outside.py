"""The rules of what flows ask of the web and of the store, and the campaign's own server."""
import copy
import hashlib
import http.client
import json
import tempfile
import unittest

from outside import asked
from web import WebLedger, WebServer
from worlds import S, first, good

URL = "http://127.0.0.1:9/inbox/messages"
BODY = '{"from":"+14255550110"}'
KEY = "rec-1"


def posts(world, op="7", key=KEY, url=URL, body=BODY, class_="sameEffect", method="POST", at=1002.35, status=201):
    """A request to the web before the world's end: decided, sent, answered, and seen by its server."""
    end = world.records.pop()
    headers = [{"name": "Idempotency-Key", "value": key}] if key else []
    world.record(at, "request", op=op, leg=0, action="http", **{"class": class_}, method=method, path=url,
                 body={"headers": headers, "body": body}, body_sha256="0", time_limit=10)
    world.record(at, "sent", op=op, attempt=1, context="", first_sent=at, time_limit=10)
    if status:
        world.record(at, "response", op=op, attempt=1, status=status, body={"body": ""})
    end["seq"] = len(world.records) + 1
    world.records.append(end)
    sees(world, key=key, path=url.removeprefix("http://127.0.0.1:9"), body=body, method=method, effect=method != "GET",
         status=status)
    return world


def sees(world, key=KEY, path="/inbox/messages", body=BODY, method="POST", effect=False, status=201):
    world.web.append({
        "n": len(world.web) + 1, "at": 1002.3, "what": "request", "method": method, "path": path, "key": key,
        "body_sha256": hashlib.sha256(body.encode()).hexdigest(), "body": body, "fate": "answered", "effect": effect, "status": status})


def sends_again(world, op="7"):
    """Another try of it, after a process has ended."""
    at = first(world, "sent", op=op)
    place = world.records.index(at) + 1
    world.records[place:place] = [
        {"at": at["at"], "kind": "resume", "node": "n", "epoch": 2, "down_since": 1, "grace_until": 2},
        {"at": at["at"], "kind": "sent", "op": op, "attempt": 2, "context": "", "first_sent": at["at"], "time_limit": 10}]
    for number, each in enumerate(world.records, 1):
        each["seq"] = number
    for response in world.records:
        if response["kind"] == "response" and response["op"] == op:
            response["attempt"] = 2


class Web(unittest.TestCase):
    def test_a_request_that_was_sent_and_came(self):
        self.assertEqual(posts(good()).rules(no_kills=True), set())
        self.assertEqual(posts(good()).autopsy(), set())

    def test_a_query_belongs_to_the_path(self):
        world = posts(good(), method="GET", key=None, url="http://127.0.0.1:9/crm/people?number=%2B1", body="", status=200)
        self.assertEqual(world.rules(no_kills=True), set())

    def test_a_request_without_a_record_of_sending(self):
        world = posts(good())
        sees(world)
        self.assertEqual(world.rules(), {"http_without_sent"})
        self.assertEqual(world.autopsy(), {"http_without_sent"})

    def test_a_repeat_with_its_key_after_a_kill(self):
        world = posts(good())
        sends_again(world)
        sees(world)
        self.assertEqual(world.rules(kills=[1002.2]), set())

    def test_a_repeat_after_an_answer(self):
        world = posts(good(), status=None)
        world.web[0]["status"] = 500
        world.record(1002.35, "response", op="7", attempt=1, status=500, body="")
        world.records[-1], world.records[-2] = world.records[-2], world.records[-1]
        end = world.records.pop()
        world.record(1002.35, "sent", op="7", attempt=2, context="", first_sent=1002.35, time_limit=10)
        world.records.append(end)
        for number, each in enumerate(world.records, 1):
            each["seq"] = number
        sees(world)
        self.assertEqual(world.rules(kills=[1002]), {"repeat_unexplained"})

    def test_a_get_may_come_again(self):
        world = posts(good(), method="GET", key=None, body="", status=200)
        sends_again(world)
        sees(world, method="GET", key=None, body="")
        self.assertEqual(world.rules(kills=[1002.2]), set())

    def test_one_key_with_other_bytes(self):
        world = posts(good())
        sees(world, body="{}")
        self.assertEqual(world.rules(), {"http_other_bytes", "http_without_sent"})

    def test_a_post_without_a_key(self):
        self.assertEqual(posts(good(), key=None, status=None).rules(), {"http_no_key"})

    def test_two_operations_with_one_key(self):
        world = posts(posts(good()), op="8")
        world.web[1]["effect"] = False
        self.assertEqual(world.rules(), {"http_shared_key"})

    def test_one_message_under_two_keys(self):
        self.assertEqual(posts(posts(good()), op="8", key="rec-2").rules(), {"told_twice"})

    def test_what_may_not_be_repeated_is(self):
        world = posts(good(), class_="outside")
        self.assertEqual(world.rules(), set())
        sends_again(world)
        sees(world)
        self.assertEqual(world.rules(kills=[1002.2]), {"outside_repeated"})

    def test_an_answer_from_nowhere(self):
        world = posts(good())
        world.web.clear()
        self.assertEqual(world.rules(), {"http_invented"})

    def test_an_answer_that_was_another(self):
        for method in ("GET", "PUT", "DELETE"):
            world = posts(good(), method=method, key=None, body="", status=204)
            self.assertEqual(world.rules(), set())
            world.web[0]["status"] = None
            self.assertEqual(world.rules(), {"http_invented"})

    def test_two_sessions_may_tell_the_same(self):
        from outside import told_once
        from violations import Violations
        world = posts(posts(good(), key="a"), op="8", key="b")
        one, web = world.sessions()[S], WebLedger(world.web)
        for sessions, rules in (({S: one}, {"told_twice"}), ({S: one, "bb": self.twin(one)}, set())):
            found = Violations()
            told_once(web, sessions, found)
            self.assertEqual(found.rules(), rules)

    @staticmethod
    def twin(session):
        twin = copy.deepcopy(session)
        twin.id = "bb"
        return twin

    def test_what_a_server_must_see(self):
        op = next(op for op in posts(good()).sessions()[S].ops.values() if op.action == "http")
        self.assertEqual(asked(op), ("POST", "/inbox/messages", KEY, hashlib.sha256(BODY.encode()).hexdigest()))


def counts(world, op="7", value=1, key="survey/good", method="INCR", body=None):
    end = world.records.pop()
    world.record(1002.35, "request", op=op, leg=0, action="store", **{"class": "sameEffect"}, method=method, path=key,
                 body=body or {"by": 1}, body_sha256="0", time_limit=30)
    if value is not None:
        world.record(1002.35, "response", op=op, attempt=1, status=200, body={"value": value})
    end["seq"] = len(world.records) + 1
    world.records.append(end)
    return world


def rules_of(*worlds):
    """All sessions together, by the rule of counters alone."""
    from counting import counted
    from violations import Violations
    found = Violations()
    counted({str(number): world.sessions()[S] for number, world in enumerate(worlds)}, found)
    return found.rules()


def tally(value):
    world = counts(good(), method="GET", value=value)
    world.flow = "tally"
    return world


class Counters(unittest.TestCase):
    def test_each_counts_once(self):
        self.assertEqual(counts(good()).rules(no_kills=True), set())
        self.assertEqual(rules_of(counts(good()), counts(good(), value=2), tally(2)), set())

    def test_one_that_ended_before_its_answer_counted_or_did_not(self):
        for value in (1, 2):
            self.assertEqual(rules_of(counts(good()), counts(good(), value=None), tally(value)), set())
        self.assertEqual(rules_of(counts(good(), value=2), counts(good(), value=None), tally(2)), set())

    def test_two_sessions_with_one_number(self):
        self.assertEqual(rules_of(counts(good()), counts(good())), {"counted_twice"})

    def test_a_counter_that_is_higher_than_its_sessions(self):
        self.assertEqual(rules_of(counts(good()), tally(2)), {"counted_twice"})
        self.assertEqual(rules_of(counts(good(), value=2)), {"counted_twice"})

    def test_a_counter_that_has_lost_one(self):
        self.assertEqual(rules_of(counts(good()), counts(good(), value=2), tally(1)), {"count_lost"})

    def test_a_number_that_nobody_was_told(self):
        self.assertEqual(rules_of(counts(good()), counts(good(), value=3), counts(good(), value=4), counts(good(), value=None),
                                  tally(4)), set())
        worlds = [counts(good(), value=value) for value in (0, 2, 3)]
        self.assertEqual(rules_of(*worlds, tally(3)), {"count_invented"})

    def test_two_answers(self):
        world = counts(good())
        again = dict(first(world, "response", op="7"))
        world.records.insert(-1, again)
        self.assertIn("answered_twice", rules_of(world))


def swaps(world, op, expected, value, answer=True):
    return counts(world, op=op, key="line", method="COMPARE_AND_SET", value=answer,
                  body={"expected": expected, "value": value})


class Swaps(unittest.TestCase):
    def rules(self, *worlds):
        from counting import swapped
        from violations import Violations
        found = Violations()
        swapped({str(number): world.sessions()[S] for number, world in enumerate(worlds)}, found)
        return found.rules()

    def test_one_takes_what_another_put_there(self):
        self.assertEqual(self.rules(swaps(good(), "7", None, "a"), swaps(good(), "7", "a", "b")), set())
        self.assertEqual(swaps(swaps(good(), "7", None, "a"), "8", "a", "b").rules(no_kills=True), set())

    def test_of_two_who_would_take_it_one_does(self):
        put = swaps(good(), "7", None, "a")
        self.assertEqual(self.rules(put, swaps(good(), "7", "a", "b"), swaps(good(), "7", "a", "c", answer=False)), set())
        self.assertEqual(self.rules(put, swaps(good(), "7", "a", "b"), swaps(good(), "7", "a", "c")), {"swapped_twice"})

    def test_what_nobody_put_there_is_taken(self):
        self.assertEqual(self.rules(swaps(good(), "7", "a", "b")), {"swapped_twice"})

    def test_it_may_have_been_put_there_without_an_answer(self):
        self.assertEqual(self.rules(swaps(good(), "7", None, "a", answer=None), swaps(good(), "7", "a", "b")), set())

    def test_to_leave_it_as_it_is_takes_nothing(self):
        put = swaps(good(), "7", None, "a")
        self.assertEqual(self.rules(put, *(swaps(good(), "7", "a", "a") for _ in range(3))), set())


class Server(unittest.TestCase):
    def server(self, folder, **options):
        server = WebServer(folder, 1, **options)
        self.addCleanup(server.stop)
        return server

    def ask(self, server, method, path, body=b"", key=None):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            connection.request(method, path, body, {"Idempotency-Key": key} if key else {})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def test_a_key_takes_effect_once_and_all_is_written_down(self):
        with tempfile.TemporaryDirectory() as folder:
            service = {"bytes": 1, "sha256": "x"}
            server = self.server(folder, is_calm=True, recording=lambda id: service)
            body = json.dumps({"file": "/nowhere"}).encode()
            for _ in range(2):
                self.assertEqual(self.ask(server, "POST", "/inbox/messages", body, "k"), 201)
            self.assertEqual(self.ask(server, "GET", "/crm/people?number=1"), 200)
            requests = WebLedger.read(server.ledger_path).requests
            self.assertEqual([request.effect for request in requests], [True, False, False])
            self.assertEqual(requests[0].recording, {"id": "k", "service": service, "file": None})
            self.assertEqual(requests[2].path, "/crm/people?number=1")
            self.assertEqual(len(WebLedger.read(server.ledger_path, server.size() - 1).requests), 2)

    def test_what_goes_wrong_follows_from_the_seed(self):
        with tempfile.TemporaryDirectory() as folder:
            fates = []
            for name in ("a", "b"):
                server = WebServer(folder, 5, is_calm=False)
                fates.append([server.fate() for _ in range(200)])
                server.stop()
            self.assertEqual(*fates)
            self.assertEqual(set(fates[0]), {"answered", "error", "cut_before", "cut_after", "slow"})

    def test_a_cut_answer_keeps_the_effect_and_a_refusal_has_none(self):
        with tempfile.TemporaryDirectory() as folder:
            server = self.server(folder, is_calm=False)
            for fate, status, effect in (("error", 500, False), ("cut_before", None, False), ("cut_after", None, True),
                                         ("answered", 201, False)):
                server.fate = lambda fate=fate: fate
                self.assertEqual(self.ask(server, "POST", "/notes/notes", b"{}", "k"), status)
                self.assertEqual(WebLedger.read(server.ledger_path).requests[-1].effect, effect)


if __name__ == "__main__":
    unittest.main()
