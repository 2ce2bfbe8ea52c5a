"""The emulator over https, as clients that know connection strings only need it."""
import asyncio
import os
import subprocess

import pytest
from azure.communication.callautomation import CallAutomationClient, PhoneNumberIdentifier
from azure.communication.callautomation.aio import CallAutomationClient as AsyncCallAutomationClient
from azure.core.exceptions import ServiceRequestError

CALL = (PhoneNumberIdentifier("+14255550100"), "https://localhost:9/calls")
CALLER = {"source_caller_id_number": PhoneNumberIdentifier("+18005550199")}


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """The connection string of an emulator of its own, and the certificate that it made."""
    certificate = str(tmp_path_factory.mktemp("tls") / "emulator.pem")
    command = [os.environ["HOOKSWITCH_BINARY"], "emulate", "--port", "0", "--log-level", "error"]
    command += ["--tls", "--tls-certificate", certificate]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip(), certificate
        process.terminate()
        assert process.wait(20) == 0


def test_the_sync_client_takes_the_connection_string(secure, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure[1])
    with CallAutomationClient.from_connection_string(secure[0]) as client:
        assert client.create_call(*CALL, **CALLER).call_connection_id


def test_the_async_client_takes_it_too(secure):
    async def call():
        # Its transport reads SSL_CERT_FILE only once in the life of a process.
        async with AsyncCallAutomationClient.from_connection_string(secure[0]) as client:
            return await client.create_call(*CALL, **CALLER, connection_verify=secure[1])

    assert asyncio.run(call()).call_connection_id


def test_who_does_not_trust_the_certificate_gets_nothing(secure):
    with CallAutomationClient.from_connection_string(secure[0], retry_total=0) as client:
        with pytest.raises(ServiceRequestError, match="(?i)certificate"):
            client.create_call(*CALL, **CALLER)
