"""The two processes of a campaign: the emulator, which is never killed, and the runtime, which is."""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class HTTP:
    """JSON over one kept connection to this machine; not for two threads."""

    def __init__(self, port, timeout=10):
        self.port, self.timeout, self.connection = port, timeout, None

    def __call__(self, method, path, body=None, timeout=None):
        data = None if body is None else json.dumps(body)
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout or self.timeout)
            try:
                self.connection.request(method, path, data, {"Content-Type": "application/json"})
                response = self.connection.getresponse()
                text = response.read()
                return response.status, json.loads(text) if text else None
            except (OSError, http.client.HTTPException, ValueError):
                self.close()
                # A kept connection may have been closed meanwhile; whoever needs certainty gives a key.
                if attempt == 2 or method != "GET":
                    raise OSError(f"{method} {path} got no answer")

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Emulator:
    def __init__(self, binary, folder, runtime_port, options):
        self.ledger_path = os.path.join(folder, "ledger.jsonl")
        self.log = open(os.path.join(folder, "emulator.log"), "w")
        self.process = subprocess.Popen(
            [binary, "emulate", "--port", "0", "--ledger", self.ledger_path, "--log-level", "error",
             "--subscribe", f"http://127.0.0.1:{runtime_port}/events/incoming", *options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.connection_string = self.process.stdout.readline().strip()
        if not self.connection_string.startswith("endpoint="):
            raise RuntimeError(f"the emulator did not start: {self.connection_string}")
        self.port = int(self.connection_string.split(";")[0].rstrip("/").rsplit(":", 1)[1])

    def alive(self):
        return self.process.poll() is None

    def size(self):
        return os.path.getsize(self.ledger_path)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Runtime:
    """One life of the runtime."""

    def __init__(self, settings, folder, crash_at=None, plant=None):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HOOKSWITCH_")}
        environment["HOOKSWITCH_CONNECTION_STRING"] = settings.connection_string
        environment["TZ"] = settings.tz
        if crash_at:
            environment["HOOKSWITCH_CRASH_AT"] = crash_at
        if plant:
            environment["HOOKSWITCH_PLANT"] = plant
        self.log_path = os.path.join(folder, "runtime.log")
        self.log = open(self.log_path, "a")
        self.log.write(f"--- {time.time():.3f} crash_at={crash_at} {settings.describe()}\n")
        self.log.flush()
        self.started = time.time()
        self.process = subprocess.Popen(
            [settings.binary, *settings.arguments()], env=environment, stdout=self.log, stderr=self.log)

    def wait(self, seconds):
        """Whether it ended within this time."""
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def kill(self):
        """`kill -9`. Returns when it died."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    @property
    def was_killed(self):
        return self.process.returncode == -signal.SIGKILL

    def close(self):
        self.log.close()


class Settings:
    """How the runtime is started; parts of it change while it is down."""

    def __init__(self, binary, flows, store, port, connection_string, options=()):
        self.binary, self.flows, self.store, self.port = binary, flows, store, port
        self.connection_string, self.options = connection_string, list(options)
        self.host_name = "127.0.0.1"
        self.tz = "UTC"
        self.config = {"GREETING": "Hello"}
        self.limits = {}
        self.memory_target = None

    def arguments(self):
        arguments = ["run", self.flows, "--store", self.store, "--host", "127.0.0.1", "--port", str(self.port), "--public-url", f"http://{self.host_name}:{self.port}",
                     "--outbound-calls", "100", *self.options]
        for name, value in self.config.items():
            arguments += ["--config", f"{name}={value}"]
        for name, value in self.limits.items():
            arguments += ["--limit", f"{name}={value}"]
        if self.memory_target is not None:
            arguments += ["--memory-target", str(self.memory_target)]
        return arguments

    def describe(self):
        return f"tz={self.tz} url={self.host_name} config={self.config} limits={self.limits} binary={self.binary} " \
               f"memory={self.memory_target}"


def copy_store(path, target):
    """The files of a store as a dead process left them."""
    os.makedirs(target, exist_ok=True)
    for suffix in ("", "-wal"):
        if os.path.exists(path + suffix):
            shutil.copyfile(path + suffix, os.path.join(target, "journal.db" + suffix))
    return os.path.join(target, "journal.db")


def export(binary, store, timeout=300):
    """All sessions of a store, as text."""
    result = subprocess.run(
        [binary, "calls", "export", "--all", "--store", f"sqlite:{store}"], capture_output=True, text=True,
        timeout=timeout, env={n: v for n, v in os.environ.items() if not n.startswith("HOOKSWITCH_")})
    if result.returncode != 0:
        raise RuntimeError(f"calls export ended with {result.returncode}: {result.stderr.strip()[-500:]}")
    return result.stdout
