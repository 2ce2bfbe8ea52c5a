"""A web server as an application has one: takes callbacks and Event Grid events, and lets scenarios wait for them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "Microsoft.Communication."
TIMEOUT = 10


class Event:
    """One CloudEvent or Event Grid event; `type` without the common prefix."""

    def __init__(self, body):
        self.body = body
        self.type = body.get("type", body.get("eventType", "")).removeprefix(PREFIX)
        self.data = body.get("data") or {}
        self.context = self.data.get("operationContext")
        result = self.data.get("resultInformation") or {}
        self.result = (result.get("code"), result.get("subCode"))

    def raw_id(self, member):
        """The raw id of an identifier in the data."""
        return self.data[member]["rawId"]

    @property
    def participants(self):
        """The raw ids in a participants list, sorted."""
        return sorted(each["identifier"]["rawId"] for each in self.data["participants"])

    def __repr__(self):
        return f"{self.type}{self.result if self.result[0] is not None else ''}"


class Inbox:
    """The events that came to one address, in order of arrival."""

    def __init__(self, url):
        self.url = url
        self.events = []
        self.problems = []
        self._news = threading.Condition()

    def put(self, event, problems=()):
        with self._news:
            self.events.append(event)
            self.problems.extend(problems)
            self._news.notify_all()

    def wait_for(self, type, where=lambda event: True, timeout=TIMEOUT):
        """The first event of this type for which `where` holds, come already or still to come."""

        def find():
            return next((each for each in self.events if each.type == type and where(each)), None)

        with self._news:
            if not self._news.wait_for(find, timeout):
                raise AssertionError(f"no {type} within {timeout} s; there came {self.events}")
            return find()

    def wait_for_count(self, count, timeout=TIMEOUT):
        """The events, once there are so many."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.events) >= count, timeout):
                raise AssertionError(f"not {count} events within {timeout} s; there came {self.events}")
            return list(self.events)

    def wait_until_gone(self, raw_id):
        """The participants list that is newer than all that name somebody."""
        lists = [each for each in self.of("ParticipantsUpdated") if raw_id in each.participants]
        last = max(each.data["sequenceNumber"] for each in lists)
        return self.wait_for(
            "ParticipantsUpdated",
            lambda each: raw_id not in each.participants and each.data["sequenceNumber"] > last)

    @property
    def types(self):
        return [each.type for each in self.events]

    def of(self, *types):
        """The events of these types, in order."""
        return [each for each in self.events if each.type in types]


class Webhook:
    """Listens at a free port; every inbox has an address of its own."""

    def __init__(self):
        self._inboxes = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def inbox(self, path):
        inbox = self._inboxes[path] = Inbox(f"http://127.0.0.1:{self._server.server_port}{path}")
        return inbox

    def remove(self, inbox):
        self._inboxes = {path: each for path, each in self._inboxes.items() if each is not inbox}

    def find(self, path):
        return self._inboxes.get(path)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(webhook):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            inbox = webhook.find(self.path)
            if self.headers.get("aeg-event-type") == "SubscriptionValidation":
                self._answer({"validationResponse": body[0]["data"]["validationCode"]})
            else:
                # What a reset emulator still had in hand belongs to no scenario.
                for event in body if inbox else []:
                    is_callback = "specversion" in event
                    inbox.put(Event(event), _problems(self.headers, body, event) if is_callback else [])
                self._answer()

        def _answer(self, body=None):
            data = json.dumps(body).encode() if body else b""
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Handler


def _problems(headers, body, event):
    """What is wrong with the envelope of a callback (protocol reference, 7.1)."""
    data = event.get("data", {})
    source = f"calling/callConnections/{data.get('callConnectionId')}"
    if event.get("type") == PREFIX + "RecordingStateChanged":
        source = f"calling/recordings/{data.get('serverCallId')}/{data.get('recordingId')}/RecordingStateChanged"
    checks = {
        "content type": headers.get("Content-Type") == "application/json; charset=utf-8",
        "one event in an array": isinstance(body, list) and len(body) == 1,
        "specversion": event.get("specversion") == "1.0",
        "datacontenttype": event.get("datacontenttype") == "application/json",
        "id": bool(event.get("id")),
        "type": event.get("type", "").startswith(PREFIX) and data.get("publicEventType") == event.get("type"),
        "source and subject": event.get("source") == event.get("subject") == source,
        "time": event.get("time", "").endswith("+00:00"),
        "version": data.get("version") == "2026-03-12",
        "ids": bool(data.get("callConnectionId") and data.get("serverCallId") and data.get("correlationId")),
    }
    return [f"{event.get('type')}: {name}" for name, holds in checks.items() if not holds]
