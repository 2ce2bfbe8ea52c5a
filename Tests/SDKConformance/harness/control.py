"""The emulator's control API: phones, what they do, and what became of calls."""

import json
from urllib.parse import quote

from harness.web import send
from harness.webhook import TIMEOUT


class Control:
    def __init__(self, endpoint):
        self._base = f"{endpoint}/emulator/v1"

    def request(self, method, path, body=None):
        status, text = send(method, self._base + path, body)
        assert status < 400, f"{method} {path}: {status} {text}"
        return json.loads(text) if text else None

    def reset(self):
        self.request("POST", "/reset")

    def subscribe(self, endpoint, schema="EventGridEvent"):
        status = self.request("POST", "/subscriptions", {"endpoint": endpoint, "schema": schema})
        assert status["validated"], status

    def phone(self, name, when_rung="answer", after=0, **script):
        """A phone or user, what it does when rung, and what once it picked up."""
        body = {"when_rung": when_rung, **script}
        if when_rung in ("answer", "decline"):
            body["after"] = after
        self.request("PUT", f"/phones/{quote(name, safe='')}", body)

    def phones(self):
        return self.request("GET", "/phones")["phones"]

    def room(self, room_id):
        self.request("PUT", f"/rooms/{room_id}")

    def join(self, name, **place):
        """A phone or user enters a group call or a room by itself."""
        return self.request("POST", f"/phones/{quote(name, safe='')}/join", place)["call_id"]

    def dial(self, name, to, **script):
        return self.request("POST", f"/phones/{quote(name, safe='')}/dial", {"to": to, **script})["call_id"]

    def press(self, name, keys):
        self.request("POST", f"/phones/{quote(name, safe='')}/press", {"keys": keys})

    def say(self, name, text):
        self.request("POST", f"/phones/{quote(name)}/say", {"text": text})

    def hang_up(self, name):
        self.request("POST", f"/phones/{quote(name, safe='')}/hang_up")

    def calls(self):
        return self.request("GET", "/calls")["calls"]

    def call(self, call_id):
        return self.request("GET", f"/calls/{call_id}")

    def wait_until_ended(self, call_id):
        """The call, once it is over."""
        seen = 0
        while True:
            page = self.request("GET", f"/calls/{call_id}/timeline?after={seen}&wait=10")
            if page["ended"]:
                return self.call(call_id)
            assert page["entries"], f"the call {call_id} goes on: {self.call(call_id)}"
            seen += len(page["entries"])

    def timeline(self, call_id):
        return self.request("GET", f"/calls/{call_id}/timeline")["entries"]

    def wait_for(self, call_id, kind, count=1, **details):
        """The entry of the timeline that is the count-th of its kind with these details; it may be still to come."""
        seen, found = 0, []
        while len(found) < count:
            page = self.request("GET", f"/calls/{call_id}/timeline?after={seen}&wait={TIMEOUT}")
            assert page["entries"], f"no {kind} {details}; there came {self.timeline(call_id)}"
            seen += len(page["entries"])
            found += [each for each in page["entries"] if each["kind"] == kind and details.items() <= each.items()]
        return found[count - 1]
