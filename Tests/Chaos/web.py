"""Servers of the web that flows talk to: an inbox, a CRM, a place for notes, a clinic; and what they write down.

One HTTP server on this machine stands for all of them, below `/inbox`, `/crm`, `/notes` and `/clinic`. It knows idempotency
keys: a POST takes effect with the first request of its key, and a repeat gets the answer of then. Now and then, by seed,
it is slow, answers 500, or cuts the connection before or after the effect. A line of JSON is written before anything shows:

`{"n", "at", "what": "request", "method", "path", "key", "body_sha256", "body", "fate", "effect", "status"}`, where status is
the answer's, null when there is none; a message that came to the inbox or the clinic has `recording` too: `{"id", "service",
"file"}`, the file at the service and the one it was told of, at that moment, each as `{"bytes", "sha256"}` or null.
"""
import hashlib
import json
import os
import random
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clinicweb import Clinic

# What may happen to a request, with its share; else it is answered at once.
FATES = {"error": 0.08, "cut_before": 0.06, "cut_after": 0.06, "slow": 0.08}
# Where messages come to.
MESSAGES = ("/inbox/messages", "/clinic/messages")
# The addresses in flows, with what stands in their place.
EXAMPLE = re.compile(r"https://(inbox|crm|notes|clinic)\.example\.com")


def digest(path):
    """Length and SHA-256 of a file; None when there is none."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def lead_to(port, folder):
    """Writes the server's address into flows, where examples have one that leads nowhere. Returns the changed files."""
    changed = []
    for path, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".lua") or name.endswith("_spec.lua"):
                continue
            with open(os.path.join(path, name)) as file:
                text = file.read()
            new = EXAMPLE.sub(rf"http://127.0.0.1:{port}/\1", text)
            if new != text:
                with open(os.path.join(path, name), "w") as file:
                    file.write(new)
                changed.append(os.path.relpath(os.path.join(path, name), folder))
    return sorted(changed)


class WebServer:
    """The server, in threads of its own."""

    def __init__(self, folder, seed, is_calm, recording=None):
        self.ledger_path = os.path.join(folder, "web.jsonl")
        self.file = open(self.ledger_path, "a")
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.is_calm = is_calm
        self.clinic = Clinic(self.random.random(), is_calm)
        # Asks the service for a recording's file.
        self.recording = recording or (lambda id: None)
        self.lines = 0
        self.answers = {}  # key -> status, body
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def size(self):
        with self.lock:
            self.file.flush()
            return os.path.getsize(self.ledger_path)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        with self.lock:
            self.file.close()

    def fate(self):
        if self.is_calm:
            return "answered"
        dice = self.random.random()
        for name, share in FATES.items():
            dice -= share
            if dice < 0:
                return name
        return "answered"

    def take(self, method, path, key, body):
        """Decides about a request and writes that down. Returns what shall happen, and the answer."""
        message = None
        if path in MESSAGES:
            message = {"id": key, "service": self.recording(key), "file": digest(json.loads(body).get("file", ""))}
        with self.lock:
            fate = self.fate()
            status, text, effect = None, b"", False
            if fate not in ("error", "cut_before"):
                status, text, effect = self.outcome(method, path, key, body)
            elif fate == "error":
                status, text = 500, b'{"error":"by seed"}'
            self.lines += 1
            line = {"n": self.lines, "at": time.time(), "what": "request", "method": method, "path": path, "key": key,
                    "body_sha256": hashlib.sha256(body).hexdigest(), "body": body.decode(errors="replace"),
                    "fate": fate, "effect": effect, "status": None if fate == "cut_after" else status}
            if message:
                line["recording"] = message
            self.file.write(json.dumps(line) + "\n")
            self.file.flush()
            return fate, (status, text)

    def outcome(self, method, path, key, body):
        """Status and body of the answer, and whether the request has changed anything."""
        if Clinic.owns(path):
            return self.clinic.take(method, path, body)
        if method == "GET":
            return 200, b'{"name":"Ada"}', False
        is_first = key is None or key not in self.answers
        if is_first:
            self.answers[key] = (201, b'{"taken":true}')
        return (*self.answers[key], is_first)

    def handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fate, answer = server.take(self.command, self.path, self.headers.get("Idempotency-Key"), body)
                if fate in ("cut_before", "cut_after"):
                    self.close_connection = True
                    return
                if fate == "slow":
                    time.sleep(server.random.uniform(1, 4))
                status, text = answer
                try:
                    self.send_response(status)
                    if status != 204:
                        self.send_header("Content-Type", "application/json")
                        self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:  # whoever asked has been killed
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_):
                pass

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

        return Handler


class WebRequest:
    """One line of what the server wrote."""

    def __init__(self, line):
        self.line, self.at, self.method, self.path = line["n"], line["at"], line["method"], line["path"]
        self.key, self.body_sha256, self.body = line["key"], line["body_sha256"], line["body"]
        self.fate, self.effect, self.recording = line["fate"], line["effect"], line.get("recording")
        self.status = line.get("status")

    @property
    def identity(self):
        """What tells one request from another, as the journal knows it too."""
        return (self.method, self.path, self.key, self.body_sha256)


class WebLedger:
    def __init__(self, lines):
        self.requests = [WebRequest(line) for line in lines]

    @staticmethod
    def read(path, size=None):
        """Whole lines only: the last one may be under way."""
        with open(path, "rb") as file:
            data = file.read() if size is None else file.read(size)
        whole = data[: data.rfind(b"\n") + 1]
        return WebLedger([json.loads(line) for line in whole.splitlines() if line])
