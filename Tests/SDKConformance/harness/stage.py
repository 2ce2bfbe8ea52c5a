"""An application in front of an emulator of its own, and phones around it."""

import json

from harness.control import Control
from harness.processes import Application, Emulator
from harness.web import send

SETTINGS = {
    "COGNITIVE_SERVICES_ENDPOINT": "https://contoso.cognitiveservices.example",
    "SILENCE_SECONDS": "1",
    "RING_SECONDS": "1",
}
TROUBLE = ("callback_failed", "incoming_call_failed", "event_failed")


class Stage:
    """Application and emulator serve one scenario after the other, as they would in life; `finish` ends a scenario."""

    def __init__(self, name, speed=100, takes_calls=True, **settings):
        self.emulator = Emulator(speed)
        self.application = None
        try:
            self.control = Control(self.emulator.endpoint.rstrip("/"))
            # As the emulator prints it and as Azure's portal shows it: with a slash at the end.
            self.application = Application(name, self.emulator.endpoint, self.emulator.key, **{**SETTINGS, **settings})
            self.application.wait_until_it_serves()
            if takes_calls:
                self.control.subscribe(f"{self.application.url}/api/incomingCall")
        except BaseException:
            self.close()
            raise

    def ask(self, method, path, body=None, status=200):
        """What the application itself answers, which has that status."""
        got, text = send(method, self.application.url + path, body)
        assert got == status, f"{method} {path}: {got} {text}"
        return json.loads(text) if text.startswith("{") else text

    def calls_since(self, known):
        """The names of the calls that came since, oldest first."""
        return [each["call_id"] for each in reversed(self.control.calls()) if each["call_id"] not in known]

    def end_of(self, call_id):
        """How a call ended, once it did and the application knows."""
        call = self.control.wait_until_ended(call_id)
        for connection in call["connections"]:
            # The last event of a connection; with it the application has had all others.
            self.application.wait_for(f"call {connection['call_connection_id']} is over")
        return call["ended"]["how"]

    def kinds(self, call_id, *kinds):
        """The timeline's entries of these kinds, in order."""
        return [each for each in self.control.timeline(call_id) if each["kind"] in kinds]

    def finish(self):
        """All calls are over, the application was told so and took it well. Forgets the calls."""
        for call in self.control.calls():
            self.end_of(call["call_id"])
            assert not self.kinds(call["call_id"], *TROUBLE)
        assert all("call_id" not in each or each["call_id"] is None for each in self.control.phones())
        bad = [line for line in self.application.lines if "Traceback" in line or '" 500 ' in line]
        assert not bad, "\n".join(self.application.lines)
        self.forget()

    def forget(self):
        """Makes room for the next scenario, whatever came of this one."""
        for each in (self.emulator, self.application):
            each.check()
        self.application.lines.clear()
        self.control.reset()

    def close(self):
        try:
            if self.application:
                self.application.stop()
        finally:
            self.emulator.stop()
