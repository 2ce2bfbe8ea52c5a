"""The checker itself: hand-made ledgers and journals, good ones and one for each violation.

`python3 -m unittest discover -s Tests/Chaos`
"""
import copy
import unittest

from check import Facts, check
from grammar import FLOWS
from ledger import Ledger
from worlds import ANSWER, END, FENCING, PLAY, PLAYING, S, World, drop, first, good, insert, line


class Good(unittest.TestCase):
    def test_a_good_call_has_no_violations(self):
        self.assertEqual(good().rules(no_kills=True), set())
        self.assertEqual(good().autopsy([S]), set())

    def test_the_last_line_of_a_ledger_may_be_half_written(self):
        self.assertEqual(len(Ledger.parse('{"n":1,"at":1,"what":"given_up","event":"x","reason":""}\n{"n":2').requests), 0)


class Events(unittest.TestCase):
    def test_an_accepted_event_that_is_nowhere(self):
        world = good()
        drop(world, first(world, "event", id="e2"))
        self.assertIn("event_lost", world.rules())
        self.assertEqual(world.autopsy(), {"event_not_durable"})

    def test_an_accepted_event_that_is_kept_and_never_taken(self):
        world = good()
        event = first(world, "event", id="e2")
        drop(world, event)
        world.unread = [event]
        self.assertIn("event_unread", world.rules())
        self.assertEqual(world.autopsy(), set())

    def test_an_event_that_comes_after_the_end_need_not_be_kept(self):
        world = good()
        world.told(1900, "CallDisconnected", "late")
        self.assertEqual(world.rules(), set())
        self.assertEqual(world.autopsy(), set())

    def test_a_kept_event_that_came_after_what_ended_its_session(self):
        world = good()
        last = next(record for record in reversed(world.records) if record["kind"] in ("event", "response"))
        world.told(1001.5, "CallDisconnected", "e9")
        for behind in (True, False):
            arrived = last.get("arrived", last["at"]) + (0.001 if behind else -0.001)
            world.unread = [{"id": "e9", "name": "CallDisconnected", "arrived": arrived}]
            self.assertEqual(world.rules(), set() if behind else {"event_unread"})

    def test_an_event_that_is_taken_twice(self):
        world = good()
        insert(world, first(world, "end"), copy.deepcopy(first(world, "event", id="e2")) | {"at": 1002.3})
        self.assertEqual(world.rules(), {"event_twice"})

    def test_an_accepted_event_of_a_session_that_is_not_there(self):
        world = good()
        world.told(1002, "CallConnected", "e9", session="bb00000000000000000000000b")
        self.assertEqual(world.rules(), {"leg_without_session"})
        self.assertEqual(world.autopsy(), {"event_not_durable"})

    def test_an_accepted_offer_that_began_nothing(self):
        world = good()
        world.records[0]["intake_key"] = "grid:another"
        self.assertEqual(world.rules(), {"offer_lost"})
        self.assertEqual(world.autopsy(), {"event_not_durable"})

    def test_an_undelivered_event_is_named(self):
        world = good()
        world.told(1002, "ParticipantsUpdated", "e8", status=None)
        found, figures = check(world.ledger(), world.sessions(), Facts())
        self.assertEqual(found.rules(), set())
        self.assertEqual([each["event"] for each in figures["undelivered"]], ["e8"])

    def test_a_call_that_ends_as_none_may(self):
        world = good()
        world.records[-1]["way"] = world.end["way"] = "stopped"
        self.assertEqual(world.rules(), {"bad_end"})


    def quarantined(self):
        world = good()
        end = world.records[-1]
        insert(world, end, {"at": end["at"], "kind": "operator", "command": "stop"})
        end["way"] = world.end["way"] = "stopped"
        end["report"] = world.end["report"] = "rebuilt 3 times without getting further: it is quarantined"
        for record in world.records[-2:]:
            record["at"] = 1010.0
        return world

    def test_a_call_that_was_in_the_way_of_three_kills_in_a_row(self):
        kills = [1003, 1004, 1006]
        self.assertEqual(self.quarantined().rules(kills=kills), set())
        world = self.quarantined()
        self.assertEqual(len(check(world.ledger(), world.sessions(), Facts({"kills": kills}))[1]["quarantined"]), 1)

    def test_a_call_that_is_given_up_after_fewer(self):
        for kills in ([], [1003, 1004], [1001, 1003, 1004], [1003, 1004, 1011]):
            self.assertEqual(self.quarantined().rules(kills=kills), {"bad_end"})


class Begins(unittest.TestCase):
    def test_a_launch_that_was_answered_and_is_not_there(self):
        self.assertIn("launch_lost", good().rules(launches={"k": "bb"}))
        self.assertEqual(good().autopsy(["bb"]), {"launch_not_durable"})

    def test_two_sessions_of_one_offer(self):
        world = good()
        sessions = world.sessions()
        twin = copy.deepcopy(sessions[S])
        twin.id = "bb"
        sessions["bb"] = twin
        self.assertIn("begun_twice", check(world.ledger(), sessions, Facts())[0].rules())


class Journal(unittest.TestCase):
    def test_a_gap(self):
        world = good()
        world.records[5]["seq"] = 99
        self.assertIn("seq", world.rules())

    def test_time_that_runs_backwards(self):
        world = good()
        world.records[5]["at"] = 1
        self.assertIn("time_backwards", world.rules())

    def test_a_record_after_the_end(self):
        world = good()
        world.record(1003, "resume", node="n", epoch=2, down_since=1, grace_until=2)
        self.assertIn("after_end", world.rules())

    def test_a_timer_that_is_early(self):
        world = good()
        insert(world, first(world, "end"), {"seq": 0, "at": 1002.3, "kind": "timer", "number": 1, "due": 1004.0})
        self.assertEqual(world.rules(), {"early_timer"})

    def test_a_timer_that_fires_twice(self):
        world = good()
        timer = {"seq": 0, "at": 1002.3, "kind": "timer", "number": 1, "due": 1002.2}
        insert(world, first(world, "end"), timer, dict(timer))
        self.assertEqual(world.rules(), {"timer_twice"})

    def test_an_answer_to_what_was_not_sent(self):
        world = good()
        first(world, "response", op="2")["attempt"] = 2
        self.assertIn("response_without_sent", world.rules())

    def test_answers_of_the_runtime_itself_need_no_try(self):
        world = good()
        last = world.records.pop()
        at = last["at"]
        world.decide(at, "7", "launch", "outside", "LAUNCH", "other", "c" * 64)
        world.respond(at, "7")
        world.record(at, **{name: value for name, value in last.items() if name not in ("seq", "at")})
        self.assertEqual(world.rules(), set())

    def test_a_session_that_is_still_open(self):
        world = good()
        drop(world, first(world, "end"))
        world.end = None
        self.assertEqual(world.rules(), {"open_session"})

    def test_a_call_whose_session_has_ended(self):
        self.assertEqual(good().rules(alive=[{"call_id": "call", "connections": ["c1"]}]), {"leg_without_session"})

    def test_a_call_that_nobody_ever_named_to_its_session(self):
        world = good()
        first(world, "request", op="1")["action"] = "connect_call"
        for status, known in ((412, False), (500, True)):
            first(world, "response", op="1")["status"] = status
            rules = world.rules(alive=[{"call_id": "call", "connections": ["c1"]}])
            self.assertEqual("leg_without_session" in rules, known)


class Requests(unittest.TestCase):
    def repeated_answer(self, id="id-1", body=ANSWER, decision="repeated_answer"):
        """A kill between the answer on the wire and its record; the request is sent again."""
        world = good()
        resume = {"at": 1001.05, "kind": "resume", "node": "n", "epoch": 2, "down_since": 1001.0, "grace_until": 1006.0}
        sent = copy.deepcopy(first(world, "sent", op="1")) | {"attempt": 2, "at": 1001.05, "repeatability_id": id}
        response = first(world, "response", op="1")
        insert(world, response, resume, sent)
        response["attempt"] = 2
        again = copy.deepcopy(line(world, "request", operation="AnswerCall"))
        again |= {"at": 1001.06, "repeatability_id": id, "decision": decision, "body_sha256": body, "n": 900}
        place = world.lines.index(line(world, "phone", kind="connected"))
        world.lines.insert(place, again)
        return world

    def test_a_repeat_with_the_same_id_after_a_kill(self):
        world = self.repeated_answer()
        self.assertEqual(world.rules(kills=[1001.03]), set())
        self.assertEqual(world.rules(no_kills=True), {"repeat_without_kill"})

    def test_a_fresh_id_for_the_same_decision(self):
        self.assertEqual(self.repeated_answer(id="id-9", decision="refused").rules(kills=[1001]), {"fresh_id"})

    def test_other_bytes_for_the_same_decision(self):
        rules = self.repeated_answer(body="f" * 64, decision="refused").rules(kills=[1001])
        self.assertEqual(rules, {"other_bytes", "request_without_sent"})

    def test_one_id_that_takes_effect_twice(self):
        self.assertEqual(self.repeated_answer(decision="executed").rules(kills=[1001]), {"executed_twice"})

    def test_a_repeat_that_nothing_explains(self):
        world = self.repeated_answer()
        drop(world, first(world, "resume"))
        self.assertEqual(world.rules(kills=[1001]), {"repeat_unexplained"})

    def test_a_repeat_that_is_too_old(self):
        world = self.repeated_answer()
        for sent in world.records:
            if sent["kind"] == "sent" and sent["op"] == "1":
                sent["first_sent"] = 500.0
        self.assertIn("repeat_too_old", world.rules(kills=[1001]))

    def test_a_request_without_a_record(self):
        world = good()
        drop(world, first(world, "sent", op="2"))
        self.assertIn("request_without_sent", world.rules())
        self.assertEqual(world.autopsy(), {"request_without_sent"})

    def test_a_repeat_without_a_record(self):
        world = good()
        world.request(1001.5, "Play", "POST", PLAYING, PLAY, "2.1")
        self.assertEqual(world.rules(), {"request_without_sent"})

    def cancelling_twice(self, swapped=False):
        """A flow cancels media at once after a fence of the same bytes, with a prompt between the two."""
        world = self.repeated_play(fenced=True)
        response = first(world, "response", op="2")
        insert(world, world.records[world.records.index(response) + 1], *(
            copy.deepcopy(first(world, kind, op="r1")) | {"at": 1001.42, "op": "4"} for kind in ("request", "sent", "response")))
        fence, play = (line(world, "request", operation=name, **more) for name, more in (
            ("CancelAllMediaOperations", {}), ("Play", {"context": "2.2"})))
        places = world.lines.index(fence), world.lines.index(play)
        world.lines.insert(places[1] + 1, fence | {"at": 1001.43, "n": 950})
        if swapped:
            world.lines[places[1]], world.lines[places[1] + 1] = world.lines[places[1] + 1], world.lines[places[1]]
        return world

    def test_a_request_belongs_to_the_last_record_before_it(self):
        self.assertEqual(self.cancelling_twice().rules(kills=[1001.34]), set())
        self.assertEqual(self.cancelling_twice(swapped=True).rules(kills=[1001.34]), {"order"})

    def test_what_is_asked_needs_no_record(self):
        world = good()
        world.request(1001.5, "GetCall", "GET", "/calling/callConnections/c1", END, status=200)
        self.assertEqual(world.rules(no_kills=True), set())

    def test_a_record_that_is_younger_than_its_request(self):
        world = good()
        line(world, "request", operation="Play")["at"] = 1000.5
        # It cannot have come from this record, so it is out of turn.
        self.assertEqual(world.rules() & {"request_without_sent", "sent_late"}, {"sent_late"})

    def repeated_play(self, fenced):
        world = good()
        again = "d" * 64
        response = first(world, "response", op="2")
        records = [
            {"at": 1001.35, "kind": "resume", "node": "n", "epoch": 2, "down_since": 1001.3, "grace_until": 1006.0}]
        if fenced:
            records += [
                {"at": 1001.36, "kind": "request", "op": "r1", "leg": 1, "action": "cancel_all_media",
                 "class": "sameEffect", "method": "POST", "path": FENCING, "body_sha256": END, "time_limit": 30},
                {"at": 1001.36, "kind": "sent", "op": "r1", "attempt": 1, "context": "", "repeatability_id": None,
                 "first_sent": 1001.0, "time_limit": 30},
                {"at": 1001.37, "kind": "response", "op": "r1", "attempt": 1, "status": 202, "body": ""}]
        records += [
            copy.deepcopy(first(world, "request", op="2")) | {"at": 1001.38, "body_sha256": again},
            copy.deepcopy(first(world, "sent", op="2")) | {"at": 1001.38, "attempt": 2, "context": "2.2"}]
        insert(world, response, *records)
        response["attempt"] = 2
        place = world.lines.index(line(world, "event", event="e2"))
        extra = World()
        if fenced:
            extra.request(1001.37, "CancelAllMediaOperations", "POST", FENCING, END)
        extra.request(1001.39, "Play", "POST", PLAYING, again, "2.2")
        extra.phone(1001.39, "play_started", "Welcome. You may pass.")
        world.lines[place:place] = [each | {"n": 900 + index} for index, each in enumerate(extra.lines)]
        return world

    def test_a_prompt_is_repeated_behind_a_fence(self):
        self.assertEqual(self.repeated_play(fenced=True).rules(kills=[1001.34]), set())

    def test_a_prompt_is_repeated_without_a_fence(self):
        self.assertEqual(self.repeated_play(fenced=False).rules(kills=[1001.34]), {"no_fence"})

    def test_a_prompt_is_heard_twice_without_a_kill(self):
        self.assertEqual(self.repeated_play(fenced=True).rules(), {"heard"})

    def test_requests_that_do_not_wait_for_one_another(self):
        world = good()
        response = first(world, "response", op="2")
        drop(world, response)
        event = first(world, "event", id="e2")
        insert(world, event, {
            "at": 1001.5, "kind": "request", "op": "4", "leg": 1, "action": "recognize", "class": "audible",
            "method": "POST", "path": "/x", "body_sha256": "9", "time_limit": 30}, {
            "at": 1001.5, "kind": "sent", "op": "4", "attempt": 1, "context": "4.1", "repeatability_id": None,
            "first_sent": 1001.5, "time_limit": 30}, response | {"at": 1001.6})
        self.assertEqual(world.rules(), {"out_of_turn"})

    def test_requests_that_come_in_another_order(self):
        world = good()
        play, answer = line(world, "request", operation="Play"), line(world, "request", operation="AnswerCall")
        first_place, second_place = world.lines.index(answer), world.lines.index(play)
        world.lines[first_place], world.lines[second_place] = play | {"at": 1001.25}, answer | {"at": 1001.3}
        self.assertIn("order", world.rules())


class Phones(unittest.TestCase):
    def test_each_flow_knows_its_longest_call(self):
        said = {"reception": "MNMXMOBG", "attended": "OCCB", "handover": "ACB", "reminder": "MXMT", "conference": "WGGE",
                "juggler": "FPTB", "hours": "H", "gatekeeper": "W", "supervisor": "S", "voicemail": "MG", "survey": "THAWG",
                "pin": "PXNG", "returning": "H", "listener": "TA",
                "transcript": "OB"}
        self.assertEqual(set(said), set(FLOWS))
        from grammar import prefix_match
        for flow, letters in said.items():
            self.assertTrue(prefix_match(FLOWS[flow].pattern, letters, False), flow)
            self.assertFalse(prefix_match(FLOWS[flow].pattern, letters + letters[-1] * 1 + "Z", True), flow)

    def test_a_colleague_may_hear_the_announcement_or_nobody(self):
        from grammar import prefix_match
        pattern = FLOWS["attended"].pattern
        for letters, is_allowed in [("O", True), ("OC", True), ("OCC", True), ("OB", True), ("OCB", True),
                                    ("OCCC", False), ("OBC", False), ("C", False)]:
            self.assertEqual(prefix_match(pattern, letters, False), is_allowed, letters)

    def test_a_pattern_that_would_be_misread_is_refused(self):
        from grammar import parse
        for pattern in ("OC{1,2}", "OC+", "O.", "o"):
            with self.assertRaises(ValueError):
                parse(pattern)

    def test_a_prompt_may_come_again_only_after_a_kill(self):
        grammar = FLOWS["juggler"]
        texts = ["First.", "Then press a key.", "Then press a key.", "Still there."]
        self.assertFalse(grammar.allows(texts, killed=False))
        self.assertTrue(grammar.allows(texts, killed=True))
        self.assertFalse(grammar.allows(["Then press a key.", "First."], killed=True))
        self.assertFalse(grammar.allows(["Something else."], killed=True))

    def test_a_phone_that_hears_another_order(self):
        world = good()
        world.flow = "juggler"
        self.assertEqual(world.rules(), {"heard"})


if __name__ == "__main__":
    unittest.main()
