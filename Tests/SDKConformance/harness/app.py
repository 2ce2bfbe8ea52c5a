"""An application as users of the SDK write them: a client, a webhook, and phones to talk to."""

import uuid

from azure.communication.callautomation import (
    CallConnectionState,
    CommunicationUserIdentifier,
    PhoneNumberIdentifier,
)

SERVICE = "+18005550199"
CALLER = "+14255550100"
DESK = "+14255550123"
SECOND = "+14255550124"
THIRD = "+14255550125"

RESOURCE = "8:acs:11111111-2222-3333-4444-555555555555"
USER = f"{RESOURCE}_00000001-0000-0000-0000-000000000001"
OTHER_USER = f"{RESOURCE}_00000002-0000-0000-0000-000000000002"

# Who is rung, what they do, and how the service says that they did not come: code and sub-code.
NOT_TAKEN = [
    (DESK, "decline", (603, 560603)),
    (DESK, "busy", (486, 560486)),
    (DESK, "unreachable", (404, 560404)),
    (USER, "decline", (603, 0)),
    (USER, "busy", (486, 0)),
    (USER, "unreachable", (480, 10037)),
]


def phone(number):
    return PhoneNumberIdentifier(number)


def user(raw_id):
    return CommunicationUserIdentifier(raw_id)


def raw(number):
    """The raw id of a number."""
    return f"4:{number}"


class App:
    """`callbacks` gets the events of calls, `operations` what actions send elsewhere, `grid` what Event Grid tells."""

    def __init__(self, driver, endpoint, key, webhook, control):
        self.driver, self.endpoint, self.key = driver, endpoint, key
        self.webhook, self.control = webhook, control
        self.client = driver.client(endpoint, key)
        self.inboxes = []
        self.callbacks = self.inbox()
        self.operations = self.inbox()
        self.grid = webhook.inbox("/events")

    def inbox(self):
        """A further address for callbacks."""
        inbox = self.webhook.inbox(f"/callbacks/{uuid.uuid4()}")
        self.inboxes.append(inbox)
        return inbox

    def connection(self, properties):
        return self.client.get_call_connection(properties.call_connection_id)

    def ring(self, caller=CALLER, to=SERVICE, **script):
        """Somebody calls: the control API's name of the call, and the IncomingCall event."""
        call_id = self.control.dial(caller, to, **script)
        server_call_id = self.control.call(call_id)["server_call_id"]
        return call_id, self.grid.wait_for("IncomingCall", lambda each: each.data["serverCallId"] == server_call_id)

    def incoming_for(self, raw_id):
        """The IncomingCall event that tells of a call to somebody."""
        return self.grid.wait_for("IncomingCall", lambda each: each.raw_id("to") == raw_id)

    def answer(self, caller=CALLER, callbacks=None, **script):
        """A call that was answered and is connected: its connection and its name in the control API."""
        callbacks = callbacks or self.callbacks
        call_id, event = self.ring(caller, **script)
        properties = self.client.answer_call(event.data["incomingCallContext"], callbacks.url)
        self.wait_until_connected(properties, callbacks)
        return self.connection(properties), call_id

    def answer_as(self, raw_id, **options):
        """The application is called as somebody, and answers: properties and inbox of that leg, and the event."""
        event = self.incoming_for(raw_id)
        inbox = self.inbox()
        properties = self.client.answer_call(event.data["incomingCallContext"], inbox.url, **options)
        return properties, inbox, event

    def call(self, *targets, callbacks=None, **options):
        """A call to phones or users, all of whom answer: its connection and its properties once connected."""
        callbacks = callbacks or self.callbacks
        for target in targets:
            self.control.phone(target)
        identifiers = [phone(each) if each.startswith("+") else user(each) for each in targets]
        if any(each.startswith("+") for each in targets):
            options.setdefault("source_caller_id_number", phone(SERVICE))
        only_one = len(identifiers) == 1
        properties = self.client.create_call(identifiers[0] if only_one else identifiers, callbacks.url, **options)
        self.wait_until_connected(properties, callbacks)
        raw_ids = sorted(each.raw_id for each in identifiers)
        callbacks.wait_for("ParticipantsUpdated", lambda each: set(raw_ids) <= set(each.participants))
        connection = self.connection(properties)
        return connection, connection.get_call_properties()

    def wait_until_connected(self, properties, callbacks=None):
        callbacks = callbacks or self.callbacks
        connection_id = properties.call_connection_id
        callbacks.wait_for("CallConnected", lambda each: each.data["callConnectionId"] == connection_id)
        callbacks.wait_for("ParticipantsUpdated", lambda each: each.data["callConnectionId"] == connection_id)

    def end(self, connection, callbacks=None):
        """Hangs up for everyone. What had to come has come then, since nothing follows CallDisconnected."""
        properties = connection.get_call_properties()
        assert properties.call_connection_state == CallConnectionState.CONNECTED
        connection.hang_up(True)
        return self.wait_until_disconnected(properties, callbacks)

    def wait_until_disconnected(self, properties, callbacks=None):
        connection_id = properties.call_connection_id
        return (callbacks or self.callbacks).wait_for(
            "CallDisconnected", lambda each: each.data["callConnectionId"] == connection_id)

    def participants(self, connection):
        """The raw ids of those in the call, sorted."""
        return sorted(each.identifier.raw_id for each in connection.list_participants())

    def close(self):
        """Gives back all there is, and tells what was wrong with the callbacks."""
        self.driver.close()
        self.control.reset()
        for inbox in [*self.inboxes, self.grid]:
            self.webhook.remove(inbox)
        problems = [each for inbox in self.inboxes for each in inbox.problems]
        for inbox in self.inboxes:
            ids = [each.body["id"] for each in inbox.events]
            if len(ids) != len(set(ids)):
                problems.append("an event id came twice")
            ended = set()
            for event in inbox.events:
                if event.data["callConnectionId"] in ended:
                    problems.append(f"{event.type} came after CallDisconnected")
                if event.type == "CallDisconnected":
                    ended.add(event.data["callConnectionId"])
        return problems
