"""Each public method of both clients has a scenario, or stands here with the reason why not."""

import importlib
import inspect
import pathlib

import pytest
from azure.communication.callautomation import CallAutomationClient, CallConnectionClient, aio

from harness.refusals import refused

FILES = "the SDK takes only addresses of Microsoft's storage, so nothing local can serve it"

# Not covered: the method, why, and a call of it that the emulator refuses by 501.
NOT_YET = {}
NEVER = {"download_recording": FILES, "delete_recording": FILES, "close": "every scenario closes its client"}


def public_methods(client):
    return {name for name, each in inspect.getmembers(client, callable) if not name.startswith("_")}


def covered():
    """What the scenarios of all modules say that they cover."""
    names = set()
    for path in pathlib.Path(__file__).parent.glob("test_*.py"):
        for _, function in inspect.getmembers(importlib.import_module(path.stem), inspect.isfunction):
            for mark in getattr(function, "pytestmark", []):
                if mark.name == "covers":
                    names.update(mark.args)
    return names


@pytest.mark.parametrize(
    "client",
    [CallAutomationClient, CallConnectionClient, aio.CallAutomationClient, aio.CallConnectionClient],
    ids=lambda client: f"{client.__module__.split('.')[3]}.{client.__name__}",
)
def test_each_method_has_a_scenario_or_a_reason(client):
    reasons = {**NOT_YET, **NEVER}
    missing = public_methods(client) - covered() - set(reasons)
    assert not missing, f"no scenario covers {sorted(missing)} of {client.__name__}"


def test_no_reason_is_out_of_date():
    reasons = {**NOT_YET, **NEVER}
    assert not covered() & set(reasons), "covered, so no reason is needed"
    assert not (covered() | set(reasons)) - public_methods(aio.CallAutomationClient) - public_methods(
        aio.CallConnectionClient), "the SDK has no such method"


@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_emulated_says_so(app, name):
    connection, _ = app.answer()
    with refused(501, "8520", "not emulate"):
        NOT_YET[name][1](connection)
    app.end(connection)
