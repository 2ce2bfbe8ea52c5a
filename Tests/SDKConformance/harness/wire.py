"""A proxy between client and emulator that writes down requests, and can lose answers."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Wire:
    """Passes everything on as it came, `Host` too, since the signature covers it."""

    def __init__(self, endpoint):
        self.requests = []
        self._losses = []
        self._target = urlsplit(endpoint).netloc
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"

    def lose_answers(self, *statuses, headers=None):
        """The next answers are replaced by these statuses, though the emulator did its work."""
        self._losses = [(status, headers or {}) for status in statuses]

    def refuse(self, status, headers=None):
        """The next request does not reach the emulator."""
        self._losses = [(-status, headers or {})]

    def pass_on(self, method, path, headers, body):
        """Status, headers and body for the client."""
        self.requests.append({"method": method, "path": path, "headers": dict(headers), "body": body})
        loss, extra = self._losses.pop(0) if self._losses else (0, {})
        if loss < 0:
            return -loss, extra, b""
        connection = http.client.HTTPConnection(self._target, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                if name.lower() != "connection":
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            answer = response.read()
            if loss:
                return loss, extra, b""
            kept = {k: v for k, v in response.getheaders() if k.lower() not in ("content-length", "connection")}
            return response.status, kept, answer
        finally:
            connection.close()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(wire):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, answer = wire.pass_on(self.command, self.path, self.headers, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = _serve

        def log_message(self, *_):
            pass

    return Handler
