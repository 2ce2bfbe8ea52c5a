"""A telephone menu: answers who calls, offers three choices, and passes the caller on to a desk.

    pip install azure-communication-callautomation flask
    export ACS_ENDPOINT=https://contoso.communication.azure.com ACS_KEY=...
    export CALLBACK_URI=https://contoso.example PORT=8080
    export SALES_NUMBER=+14255550123 SUPPORT_NUMBER=+14255550124 OPERATOR_NUMBER=+14255550125
    export COGNITIVE_SERVICES_ENDPOINT=https://contoso.cognitiveservices.azure.com
    python answer_menu.py

CALLBACK_URI is where the internet reaches PORT (a dev tunnel, say). Point an Event Grid subscription of the resource,
for "Incoming Call", at CALLBACK_URI/api/incomingCall. SILENCE_SECONDS is how long the menu waits for a key (5).
Nothing is kept between events: the caller is in the callback address, the step in the operation context.
"""

import logging
import os
import sys
import uuid
from urllib.parse import urlencode

from azure.communication.callautomation import (
    CallAutomationClient,
    CommunicationUserIdentifier,
    DtmfTone,
    PhoneNumberIdentifier,
    RecognizeInputType,
    TextSource,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.messaging import CloudEvent
from flask import Flask, Response, jsonify, request


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        sys.exit(f"{name} is not set; the top of {os.path.basename(__file__)} says what it is")
    return value


CALLBACK_URI = setting("CALLBACK_URI").rstrip("/")
COGNITIVE_SERVICES_ENDPOINT = setting("COGNITIVE_SERVICES_ENDPOINT")
SILENCE_SECONDS = int(setting("SILENCE_SECONDS", "5"))
DESKS = {name: setting(f"{name.upper()}_NUMBER") for name in ("sales", "support", "operator")}

MENU = "For sales, press 1. For support, press 2. For our opening hours, press 3."
HOURS = "We are open from nine to five, Monday to Friday."
ATTEMPTS = 3

client = CallAutomationClient(setting("ACS_ENDPOINT").rstrip("/"), AzureKeyCredential(setting("ACS_KEY")))
app = Flask(__name__)
log = logging.getLogger("menu")


def speech(text):
    return TextSource(text=text, voice_name="en-US-NancyNeural")


def ask(call, caller, attempt=1, reproach=""):
    """Plays the menu and waits for one key; gives up after some attempts."""
    if attempt > ATTEMPTS:
        return say(call, "Please call again later. Goodbye.", then="goodbye")
    call.start_recognizing_media(
        RecognizeInputType.DTMF,
        caller,
        play_prompt=speech(f"{reproach} {MENU}".strip()),
        interrupt_prompt=True,
        initial_silence_timeout=SILENCE_SECONDS,
        dtmf_max_tones_to_collect=1,
        operation_context=f"menu {attempt}",
    )


def say(call, text, then):
    """Plays a text; the event that it is over comes back with what to do then."""
    call.play_media(speech(text), operation_context=then)


def choose(call, caller, tone, attempt):
    if tone == DtmfTone.ONE:
        say(call, "I am connecting you to sales.", then="connect sales")
    elif tone == DtmfTone.TWO:
        say(call, "I am connecting you to support.", then="connect support")
    elif tone == DtmfTone.THREE:
        say(call, HOURS, then="menu")
    else:
        ask(call, caller, attempt + 1, "That is not a choice.")


def go_on(call, caller, step):
    """What follows a text that was played, or could not be."""
    if step == "menu":
        ask(call, caller)
    elif step.startswith("connect "):
        desk = step.removeprefix("connect ")
        call.transfer_call_to_participant(PhoneNumberIdentifier(DESKS[desk]), operation_context=desk)
    else:
        call.hang_up(is_for_everyone=True)


def handle(event, caller):
    call_id = event.data["callConnectionId"]
    call = client.get_call_connection(call_id)
    context = event.data.get("operationContext", "")
    result = event.data.get("resultInformation") or {}
    match event.type.removeprefix("Microsoft.Communication."):
        case "CallConnected":
            ask(call, caller)
        case "RecognizeCompleted":
            choose(call, caller, event.data["dtmfResult"]["tones"][0], int(context.split()[1]))
        case "RecognizeFailed" if result.get("subCode") == 8510:
            ask(call, caller, int(context.split()[1]) + 1, "I did not hear anything.")
        case "RecognizeFailed" if result.get("subCode") != 8508:
            say(call, "Something went wrong. Please call again.", then="goodbye")
        case "PlayCompleted" | "PlayFailed":
            go_on(call, caller, context)
        case "CallTransferAccepted":
            log.info("call %s was taken by %s", call_id, context)
        case "CallTransferFailed" if context == "operator":
            log.info("call %s was taken by nobody", call_id)
            say(call, "Nobody is free at the moment. Please call again later.", then="goodbye")
        case "CallTransferFailed":
            log.info("call %s was not taken by %s: %s", call_id, context, result.get("message"))
            say(call, "That desk is busy, I am connecting you to the operator.", then="connect operator")
        case "CallDisconnected" | "AnswerFailed":
            log.info("call %s is over", call_id)


@app.post("/api/incomingCall")
def incoming_call():
    for event in request.json:
        if event["eventType"] == "Microsoft.EventGrid.SubscriptionValidationEvent":
            return jsonify(validationResponse=event["data"]["validationCode"])
        if event["eventType"] == "Microsoft.Communication.IncomingCall":
            query = urlencode({"caller": event["data"]["from"]["rawId"]})
            try:
                client.answer_call(
                    event["data"]["incomingCallContext"],
                    f"{CALLBACK_URI}/api/callbacks/{uuid.uuid4()}?{query}",
                    cognitive_services_endpoint=COGNITIVE_SERVICES_ENDPOINT,
                )
            except ResourceNotFoundError:
                log.info("a call is answered already, or the caller gave up")
    return Response(status=200)


@app.post("/api/callbacks/<context_id>")
def callbacks(context_id):
    raw_id = request.args["caller"]
    is_phone = raw_id.startswith("4:")
    caller = PhoneNumberIdentifier(raw_id[2:]) if is_phone else CommunicationUserIdentifier(raw_id)
    for each in request.json:
        event = CloudEvent.from_dict(each)
        try:
            handle(event, caller)
        except ResourceNotFoundError:
            log.info("the caller hung up before the answer to %s", event.type)
        except HttpResponseError as error:
            # Better no call than one in which nothing happens any more.
            log.error("%s, so the call ends", error.message)
            client.get_call_connection(event.data["callConnectionId"]).hang_up(is_for_everyone=True)
    return Response(status=200)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("azure").setLevel(logging.WARNING)
    app.run(port=int(setting("PORT", "8080")))
