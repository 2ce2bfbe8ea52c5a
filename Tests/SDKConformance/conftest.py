import contextlib
import os
import signal

import pytest

from harness.app import App
from harness.clients import DRIVERS
from harness.control import Control
from harness.stage import Stage
from harness.webhook import Webhook
from harness.wire import Wire


@pytest.fixture(scope="session")
def service():
    """Address and key of the emulator, as `hookswitch emulate` prints them."""
    text = os.environ.get("HOOKSWITCH_CONNECTION_STRING")
    if not text:
        pytest.exit("start this suite with run.sh, which starts an emulator for it", returncode=2)
    parts = dict(part.split("=", 1) for part in text.strip().split(";"))
    # With a slash at the end the sync client signs a host that nobody has.
    return parts["endpoint"].rstrip("/"), parts["accesskey"]


@pytest.fixture(scope="session")
def control(service):
    return Control(service[0])


@pytest.fixture(scope="session")
def webhook(control):
    """One subscription for the whole run; the handshake is answered like any event."""
    webhook = Webhook()
    control.subscribe(webhook.inbox("/events").url)
    yield webhook
    webhook.close()


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.kind)
def app(request, service, webhook, control):
    """Each scenario runs with the sync client and with the async one, and leaves an empty emulator."""
    app = App(request.param(), *service, webhook, control)
    yield app
    problems = app.close()
    assert control.calls() == [] and control.phones() == []
    if request.node.report.passed:
        assert problems == []
        promised = {name for mark in request.node.iter_markers("covers") for name in mark.args}
        assert promised <= app.driver.called, "the scenario does not call what it covers"


@pytest.fixture
def wire(service):
    """A proxy in front of the emulator."""
    wire = Wire(service[0])
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def stages():
    """The applications that run, each with an emulator of its own, by name and options."""
    running = {}
    # So that a run that is stopped leaves no process.
    before = signal.signal(signal.SIGTERM, lambda *_: pytest.exit("stopped", returncode=143))
    yield running
    signal.signal(signal.SIGTERM, before)
    with contextlib.ExitStack() as ends:
        for stage in running.values():
            ends.callback(stage.close)


@pytest.fixture
def play(request, stages):
    """Gives the scenario an application by its name; afterwards all calls of it must be over."""
    used = []

    def play(name, **options):
        key = (name, *sorted(options.items()))
        if key not in stages:
            stages[key] = Stage(name, **options)
        used.append(stages[key])
        return stages[key]

    yield play
    for stage in used:
        if request.node.report.passed:
            stage.finish()
        else:
            stage.forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.report = report
    return report
