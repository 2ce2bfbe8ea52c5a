"""The rules of recordings, streams and masked keys."""
import unittest

from test_outside import posts
from worlds import ADDRESS, S, good

ID, FILE = "rec-1", {"bytes": 10, "sha256": "a1"}
NAME = f"{S}-4.wav"


def message():
    """A call that is recorded: its file is fetched, the inbox is told, the service's copy deleted."""
    world = good()
    world.flow = "voicemail"
    # Somebody else's prompts.
    world.lines = [line for line in world.lines if line.get("kind") != "play_started"]
    end = world.lines.pop(next(place for place, line in enumerate(world.lines) if line.get("ends")))
    phone = lambda at, kind: world.line("phone", at, call="call", kind=kind, text="", details={"recording_id": ID})
    phone(1001.5, "recording_started")
    world.line("event", 1001.5, source="callback", event="r1", name="RecordingStateChanged", context=None,
               address=ADDRESS.replace("/1/token", "/4/token"), connection="recording:" + ID, call="call")
    phone(1001.9, "recording_stopped")
    world.lines.append(end | {"n": len(world.lines) + 1})
    phone(1002.35, "recording_filed")
    world.line("event", 1002.35, source="grid", event="filed", name="RecordingFileStatusUpdated", context=None,
               address="x", connection=None, call="call", correlation=None, to=None)
    world.line("delivery", 1002.35, event="filed", **{"try": 1}, status=200)
    world.records.pop()
    world.event(1002.35, "RecordingFileStatusUpdated", "filed", via="grid")
    own(world, "5", "download", f"{S}-4", {"files": [{"path": f"/x/{NAME}", **FILE}]})
    world.record(1002.4, "end", way="finished", report="")
    posts(world, key=ID)
    world.web[-1]["recording"] = {"id": ID, "service": dict(FILE), "file": dict(FILE)}
    world.records.pop()
    own(world, "9", "delete", f"http://127.0.0.1:1/recordings/{ID}", {})
    world.record(1002.4, "end", way="finished", report="")
    phone(1002.4, "recording_deleted")
    return world


def own(world, op, action, path, body):
    world.record(1002.35, "request", op=op, leg=0, action=action, **{"class": "outside"}, method=action.upper(), path=path,
                 body="", body_sha256="0", time_limit=30)
    world.record(1002.35, "response", op=op, attempt=1, status=200, body=body)


def notes(world, kind):
    return [line for line in world.lines if line["what"] == "phone" and line["kind"] == kind]


class Recordings(unittest.TestCase):
    def rules(self, world, **facts):
        return world.rules(**{"files": {NAME: dict(FILE)}, **facts})

    def test_a_message_as_it_should_be(self):
        self.assertEqual(self.rules(message(), no_kills=True), set())

    def test_one_that_is_begun_twice(self):
        world = message()
        for kind in ("recording_started", "recording_stopped"):
            world.line("phone", 1001.6, call="call", kind=kind, text="", details={"recording_id": "rec-2"})
        world.line("event", 1001.6, source="callback", event="r2", name="RecordingStateChanged", context=None,
                   address=ADDRESS.replace("/1/token", "/4/token"), connection="recording:rec-2", call="call")
        self.assertIn("recording_twice", self.rules(world))

    def test_one_that_runs_on(self):
        world = message()
        world.lines = [line for line in world.lines if line.get("kind") != "recording_stopped"]
        self.assertEqual(self.rules(world), {"recording_runs"})

    def test_a_file_that_nobody_was_told_of(self):
        world = message()
        record = next(record for record in world.records if record.get("id") == "filed")
        world.records.remove(record)
        for number, each in enumerate(world.records, 1):
            each["seq"] = number
        self.assertEqual(self.rules(world), {"event_lost"})
        world.unread = [record]
        self.assertEqual(self.rules(world), {"event_unread"})

    def test_a_file_that_is_told_of_twice(self):
        world = message()
        record = next(record for record in world.records if record.get("id") == "filed")
        world.records.insert(world.records.index(record), dict(record))
        for number, each in enumerate(world.records, 1):
            each["seq"] = number
        self.assertEqual(self.rules(world), {"event_twice"})

    def test_a_file_that_is_not_the_services(self):
        world = message()
        world.web[-1]["recording"]["service"]["sha256"] = "b2"
        self.assertEqual(self.rules(world), {"file_differs"})

    def test_a_file_that_is_not_what_the_journal_says(self):
        self.assertEqual(self.rules(message(), files={NAME: {"bytes": 4, "sha256": "c3"}}), {"file_differs"})

    def test_a_file_that_is_gone(self):
        self.assertEqual(self.rules(message(), files={}), {"file_lost"})

    def test_a_part_beside_the_whole(self):
        files = {NAME: dict(FILE), NAME + ".part": {"bytes": 4, "sha256": "c3"}}
        self.assertEqual(self.rules(message(), files=files), {"part_left"})

    def test_half_a_file_under_its_name(self):
        world = message()
        # Killed before it was answered, and given up.
        world.records = [record for record in world.records if record.get("op") not in ("5", "7", "9")]
        for number, each in enumerate(world.records, 1):
            each["seq"] = number
        world.web.clear()
        world.lines = [line for line in world.lines if line.get("kind") != "recording_deleted"]
        at_service = {"recordings": {ID: dict(FILE)}}
        self.assertEqual(self.rules(world, **at_service), set())
        self.assertEqual(self.rules(world, files={NAME + ".part": {"bytes": 4, "sha256": "c3"}}, **at_service), set())
        self.assertEqual(self.rules(world, files={NAME: {"bytes": 4, "sha256": "c3"}}, **at_service), {"file_differs"})

    def test_a_file_of_no_recording(self):
        files = {NAME: dict(FILE), "bb-3.wav": dict(FILE)}
        self.assertEqual(self.rules(message(), files=files), {"file_of_nobody"})

    def test_a_file_that_is_deleted_twice(self):
        world = message()
        world.line("phone", 1003, call="call", kind="recording_deleted", text="", details={"recording_id": ID})
        self.assertEqual(self.rules(world), {"deleted_twice"})

    def test_a_file_that_is_not_deleted(self):
        world = message()
        world.lines = [line for line in world.lines if line.get("kind") != "recording_deleted"]
        self.assertEqual(self.rules(world), {"not_deleted"})

    def test_a_file_that_nobody_wanted_deleted(self):
        world = message()
        world.records = [record for record in world.records if record.get("op") != "9"]
        for number, each in enumerate(world.records, 1):
            each["seq"] = number
        self.assertEqual(self.rules(world), {"deleted_unasked"})

    def test_a_file_that_is_deleted_and_nobody_was_told(self):
        world = message()
        world.web[-1]["effect"] = False
        self.assertEqual(self.rules(world), {"deleted_untold", "http_invented"})


class Streams(unittest.TestCase):
    def world(self, *texts, said=("Good morning",)):
        world = good()
        end = world.records.pop()
        for text in said:
            world.lines.insert(-1, {"n": 500, "at": 1001.5, "what": "phone", "call": "call", "kind": "said", "text": text,
                                    "details": {}})
        for number, text in enumerate(texts):
            world.event(1002.35, "TranscriptionData", f"stream:{number}", via="stream")
            world.records[-1]["data"] = {"text": text, "offset": 7, "participant": {"rawId": "4:+14255550110"},
                                         "resultStatus": "final"}
        end["seq"] = len(world.records) + 1
        world.records.append(end)
        return world

    def test_what_is_said_is_told_once_or_not_at_all(self):
        self.assertEqual(self.world("Good morning").rules(no_kills=True), set())
        self.assertEqual(self.world().rules(), set())

    def test_what_is_told_twice(self):
        self.assertEqual(self.world("Good morning", "Good morning").rules(), {"stream_twice"})

    def test_what_nobody_said(self):
        self.assertEqual(self.world("Good night").rules(), {"stream_invented"})


class Masks(unittest.TestCase):
    PIN = "7*#8"

    def world(self):
        world = good()
        world.flow = "pin"
        world.lines = [line for line in world.lines if line.get("kind") != "play_started"]
        end = world.records.pop()
        world.event(1002.35, "RecognizeCompleted", "e9", "2.1*")
        world.records[-1]["data"]["dtmfResult"] = {"tones": ["seven", "asterisk", "pound", "eight"]}
        end["seq"] = len(world.records) + 1
        world.records.append(end)
        world.line("phone", 1002, call="call", kind="key_pressed", text="•", details={"heard": True})
        return world

    def rules(self, world, **facts):
        return world.rules(pins=[self.PIN], **facts)

    def test_the_journal_has_the_keys_in_their_event_only(self):
        self.assertEqual(self.rules(self.world(), no_kills=True, timelines={S: "recognize, masked"}), set())
        for told in (f"heard {self.PIN}", ["seven", "asterisk", "pound", "eight"]):
            world = self.world()
            world.records[-1]["report"] = told
            self.assertEqual(self.rules(world), {"unmasked"})

    def test_a_timeline_that_tells(self):
        self.assertEqual(self.rules(self.world(), timelines={S: f"heard {self.PIN}"}), {"unmasked"})

    def test_a_log_that_tells(self):
        self.assertEqual(self.rules(self.world(), logged=["a line"]), {"unmasked"})

    def test_a_service_that_was_not_asked_to_hide(self):
        world = self.world()
        world.line("phone", 1002, call="call", kind="key_pressed", text="7", details={"heard": True})
        self.assertEqual(self.rules(world), {"unmasked"})


if __name__ == "__main__":
    unittest.main()
