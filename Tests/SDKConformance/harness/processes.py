"""Programs that scenarios start: the emulator, and applications as their users run them."""

import os
import pathlib
import re
import socket
import subprocess
import sys
import threading

from harness.webhook import TIMEOUT

SUITE = pathlib.Path(__file__).parent.parent
START = 60


class Program:
    """A process whose lines of output can be waited for."""

    def __init__(self, command, settings=None):
        self.lines = []
        self._ended = False
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(settings or {})}
        self._news = threading.Condition()
        self._process = subprocess.Popen(
            [str(each) for each in command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={name: value for name, value in environment.items() if value is not None},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, pattern, timeout=TIMEOUT, since=0):
        """The first line that matches, printed already (as line number `since` or later) or still to come."""

        def find():
            return next(filter(None, (re.search(pattern, line) for line in self.lines[since:])), None)

        with self._news:
            self._news.wait_for(lambda: find() or self._ended, timeout)
            match = find()
        if not match:
            what = "ended without" if self._ended else f"did not print within {timeout} s"
            raise AssertionError(f"the program {what} {pattern!r}; its output:\n" + "\n".join(self.lines))
        return match

    def check(self):
        """Fails when it ended by itself."""
        status = self._process.poll()
        assert status is None, f"{self._process.args[:2]} ended with {status}; its output:\n" + "\n".join(self.lines)

    def stop(self):
        """Ends it as an operator does; its exit status."""
        self._process.terminate()
        return self.wait()

    def wait(self):
        """Its exit status once it ended; killed when it does not."""
        try:
            return self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError("the program does not end") from None
        finally:
            self._reader.join(TIMEOUT)
            self._process.stdout.close()


class Emulator(Program):
    """An emulator of its own, at a free port."""

    def __init__(self, speed):
        super().__init__([
            os.environ["HOOKSWITCH_BINARY"], "emulate", "--port", 0, "--media-speed", speed,
            "--log-format", "text", "--log-level", "warning",
        ])
        try:
            self.endpoint, self.key = self.wait_for("^endpoint=(.*);accesskey=(.*)$", START).groups()
        except AssertionError:
            self.stop()
            raise


class Application(Program):
    """A program of the suite, told by its environment where the service is and where it serves itself."""

    def __init__(self, name, endpoint, key, **settings):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        program = next(SUITE.glob(f"*/{name}.py"))
        super().__init__([sys.executable, program], {
            "ACS_ENDPOINT": endpoint, "ACS_KEY": key, "CALLBACK_URI": self.url, "PORT": str(port), **settings,
        })

    def wait_until_it_serves(self):
        self.wait_for("Running on http", START)
