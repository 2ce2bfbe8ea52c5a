"""A stub of the clinic's own server: knows one patient, has one free appointment, writes down what it is asked."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from harness.webhook import TIMEOUT

ANSWERS = {
    "GET /patients/123456": (200, {"name": "Ada", "date": "2026-03-10", "time": "09:30"}),
    "GET /free": (200, {"date": "2026-03-12", "time": "14:00"}),
    "PUT /patients/123456/appointment": (204, None),
    "DELETE /patients/123456/appointment": (204, None),
    "POST /messages": (202, None),
    "POST /hang_ups": (202, None),
}


class ClinicServer:
    """`requests` are (line, query, body, idempotency key); what it does not know has the status 404."""

    def __init__(self):
        self._news = threading.Condition()
        self.forget()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def forget(self):
        """Makes room for the next scenario."""
        with self._news:
            self.requests, self._others = [], {}

    def answers(self, line, *answers):
        """The next answers to a request, each a status and a body; then it is as ever."""
        self._others[line] = list(answers)

    def take(self, line, query, body, key):
        with self._news:
            self.requests.append((line, query, body, key))
            self._news.notify_all()
            others = self._others.get(line)
            return others.pop(0) if others else ANSWERS.get(line, (404, None))

    def lines(self):
        return [each[0] for each in self.requests]

    def wait_for(self, line, count=1):
        """The request that is the count-th of its line; it may be still to come."""

        def found():
            return [each for each in self.requests if each[0] == line]

        with self._news:
            assert self._news.wait_for(lambda: len(found()) >= count, TIMEOUT), f"no {line} among {self.lines()}"
            return found()[count - 1]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self):
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            target = urlsplit(self.path)
            status, body = server.take(
                f"{self.command} {target.path}", target.query, json.loads(text) if text else None,
                self.headers.get("Idempotency-Key"))
            data = json.dumps(body).encode() if body is not None else b""
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            if data:
                self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _serve

        def log_message(self, *_):
            pass

    return Handler
