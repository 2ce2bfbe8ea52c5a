"""Peculiarities of the two clients that a server has to know (protocol reference, sections 2 and 18)."""

import pytest
from azure.core.credentials import AzureKeyCredential

from harness.app import CALLER, OTHER_USER, USER, phone, raw, user


@pytest.mark.covers("from_connection_string")
def test_a_connection_string_does(app):
    # The SDK drops its scheme and speaks https; the transport takes that back, the signature does not cover it.
    string = f"endpoint={app.endpoint}/;accesskey={app.key}"
    client = app.driver.face(
        app.driver.automation.from_connection_string(string, transport=app.driver.plain_transport()))
    app.driver.called.add("from_connection_string")
    _, event = app.ring()
    properties = client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    app.wait_until_connected(properties)
    connection = app.driver.face(
        app.driver.connection.from_connection_string(
            string, properties.call_connection_id, transport=app.driver.plain_transport()))
    assert app.participants(connection) == [raw(CALLER)]


def test_an_address_with_a_slash_at_the_end_does(app):
    # The client then signs a host that ends in one, and asks for //calling.
    client = app.driver.client(app.endpoint + "/", app.key)
    _, event = app.ring()
    properties = client.answer_call(event.data["incomingCallContext"], app.callbacks.url)
    app.wait_until_connected(properties)


def test_a_client_of_one_connection_needs_no_other(app):
    first, _ = app.answer()
    call_connection_id = first.get_call_properties().call_connection_id
    connection = app.driver.face(
        app.driver.connection(app.endpoint, AzureKeyCredential(app.key), call_connection_id))
    assert connection.get_call_properties().call_connection_id == call_connection_id
    app.end(connection)


def test_both_ways_to_quote_a_raw_id_are_understood(app, wire):
    app.client = app.driver.client(wire.endpoint, app.key)
    connection, _ = app.answer()
    assert connection.get_participant(phone(CALLER)).identifier.raw_id == raw(CALLER)
    quoted = {"sync": "participants/4%3A%2B14255550100", "async": "participants/4:%2B14255550100"}
    assert quoted[app.driver.kind] in wire.requests[-1]["path"]
    app.end(connection)
    connection, _ = app.call(USER, OTHER_USER)
    assert connection.get_participant(user(USER)).identifier.raw_id == USER
    app.end(connection)


def test_the_answers_carry_the_headers_of_the_service(app):
    connection, _ = app.answer()
    seen = []
    properties = connection.get_call_properties(raw_response_hook=lambda each: seen.append(each))
    sent, got = seen[0].http_request.headers, seen[0].http_response.headers
    assert got["X-Microsoft-Skype-Chain-ID"] == properties.correlation_id
    assert got["x-ms-client-request-id"] == sent["x-ms-client-request-id"]
    assert got["Content-Type"] == "application/json; charset=utf-8"
    app.end(connection)


def test_many_requests_share_one_connection(app):
    connection, _ = app.answer()
    for _ in range(50):
        assert len(connection.list_participants()) == 1
    app.end(connection)
