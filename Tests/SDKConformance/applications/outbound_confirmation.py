"""Calls people up to have them confirm their appointments.

    pip install azure-communication-callautomation flask
    export ACS_ENDPOINT=https://contoso.communication.azure.com ACS_KEY=...
    export CALLBACK_URI=https://contoso.example PORT=8080
    export ACS_PHONE_NUMBER=+18005550199 RECEPTION_NUMBER=+14255550123
    export COGNITIVE_SERVICES_ENDPOINT=https://contoso.cognitiveservices.azure.com
    python outbound_confirmation.py

    curl -X POST localhost:8080/api/appointments -H 'Content-Type: application/json' \\
        -d '{"phone": "+14255550100", "when": "Monday at ten"}'
    curl localhost:8080/api/appointments/ID                     # what became of it
    curl -X POST localhost:8080/api/appointments/ID/call        # once more, when it was busy for instance

CALLBACK_URI is where the internet reaches PORT (a dev tunnel, say); ACS_PHONE_NUMBER is the number of the resource that
calls. SILENCE_SECONDS is how long a question waits for a key (5), RING_SECONDS how long a phone may ring (45).
"""

import logging
import os
import sys
import threading
import uuid
from dataclasses import dataclass

from azure.communication.callautomation import (
    CallAutomationClient,
    DtmfTone,
    PhoneNumberIdentifier,
    RecognizeInputType,
    TextSource,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.messaging import CloudEvent
from flask import Flask, Response, abort, jsonify, request


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        sys.exit(f"{name} is not set; the top of {os.path.basename(__file__)} says what it is")
    return value


CALLBACK_URI = setting("CALLBACK_URI").rstrip("/")
COGNITIVE_SERVICES_ENDPOINT = setting("COGNITIVE_SERVICES_ENDPOINT")
SILENCE_SECONDS = int(setting("SILENCE_SECONDS", "5"))
RING_SECONDS = int(setting("RING_SECONDS", "45"))
OWN_NUMBER = PhoneNumberIdentifier(setting("ACS_PHONE_NUMBER"))
RECEPTION = PhoneNumberIdentifier(setting("RECEPTION_NUMBER"))

QUESTION = "Press 1 to confirm, 2 to cancel, or 0 to speak to the reception."
ATTEMPTS = 3
NOT_REACHED = {403: "declined", 404: "unreachable", 408: "no answer", 480: "no answer", 484: "unreachable",
               486: "busy", 487: "no answer", 603: "declined"}

client = CallAutomationClient(setting("ACS_ENDPOINT").rstrip("/"), AzureKeyCredential(setting("ACS_KEY")))
app = Flask(__name__)
log = logging.getLogger("appointments")


@dataclass
class Appointment:
    id: str
    phone: str
    when: str
    status: str = "new"


appointments = {}
# Each event and each timer has a thread of its own.
lock = threading.Lock()


def settle(appointment, status, only_from=None):
    """Notes a status, unless another thread was first."""
    with lock:
        if only_from and appointment.status not in only_from:
            return False
        appointment.status = status
    log.info("appointment %s: %s", appointment.id, status)
    return True


def dial(appointment):
    settle(appointment, "ringing")
    try:
        call = client.create_call(
            PhoneNumberIdentifier(appointment.phone),
            f"{CALLBACK_URI}/api/callbacks/{appointment.id}",
            source_caller_id_number=OWN_NUMBER,
            cognitive_services_endpoint=COGNITIVE_SERVICES_ENDPOINT,
        )
    except HttpResponseError:
        settle(appointment, "failed")
        raise
    timer = threading.Timer(RING_SECONDS, stop_ringing, [appointment, call.call_connection_id])
    timer.daemon = True
    timer.start()


def stop_ringing(appointment, call_id):
    if settle(appointment, "no answer", only_from=["ringing"]):
        try:
            client.get_call_connection(call_id).hang_up(is_for_everyone=True)
        except ResourceNotFoundError:
            log.info("call %s ended by itself", call_id)


def speech(text):
    return TextSource(text=text, voice_name="en-US-NancyNeural")


def ask(call, appointment, attempt=1, opening=""):
    if attempt > ATTEMPTS:
        settle(appointment, "unconfirmed")
        return say_goodbye(call, "We will call you again.")
    call.start_recognizing_media(
        RecognizeInputType.DTMF,
        PhoneNumberIdentifier(appointment.phone),
        play_prompt=speech(f"{opening} {QUESTION}"),
        interrupt_prompt=True,
        initial_silence_timeout=SILENCE_SECONDS,
        dtmf_max_tones_to_collect=1,
        operation_context=str(attempt),
    )


def say_goodbye(call, text):
    call.play_media(speech(f"{text} Goodbye."), operation_context="goodbye")


def decide(call, appointment, tone, attempt):
    if tone == DtmfTone.ONE:
        settle(appointment, "confirmed")
        say_goodbye(call, "Thank you, we are looking forward to seeing you.")
    elif tone == DtmfTone.TWO:
        settle(appointment, "cancelled")
        say_goodbye(call, "Your appointment is cancelled.")
    elif tone == DtmfTone.ZERO:
        call.transfer_call_to_participant(RECEPTION, source_caller_id_number=OWN_NUMBER)
    else:
        ask(call, appointment, attempt + 1, "That key means nothing.")


def handle(event, appointment):
    call_id = event.data["callConnectionId"]
    call = client.get_call_connection(call_id)
    context = event.data.get("operationContext", "")
    result = event.data.get("resultInformation") or {}
    match event.type.removeprefix("Microsoft.Communication."):
        case "CallConnected":
            if settle(appointment, "speaking", only_from=["ringing"]):
                ask(call, appointment, opening=f"You have an appointment with Contoso on {appointment.when}.")
        case "CreateCallFailed":
            settle(appointment, NOT_REACHED.get(result.get("code"), "failed"), only_from=["ringing"])
            log.info("call %s is over", call_id)
        case "RecognizeCompleted":
            decide(call, appointment, event.data["dtmfResult"]["tones"][0], int(context))
        case "RecognizeFailed" if result.get("subCode") == 8510:
            ask(call, appointment, int(context) + 1, "I did not hear anything.")
        case "RecognizeFailed" if result.get("subCode") != 8508:
            settle(appointment, "failed")
            say_goodbye(call, "Something went wrong, we will call you again.")
        case "CallTransferAccepted":
            settle(appointment, "with the reception")
        case "CallTransferFailed":
            settle(appointment, "to be called back")
            say_goodbye(call, "The reception is busy and will call you back.")
        case "PlayCompleted" | "PlayFailed":
            call.hang_up(is_for_everyone=True)
        case "CallDisconnected":
            settle(appointment, "hung up", only_from=["speaking"])
            log.info("call %s is over", call_id)


@app.post("/api/callbacks/<appointment_id>")
def callbacks(appointment_id):
    appointment = find(appointment_id)
    for each in request.json:
        event = CloudEvent.from_dict(each)
        try:
            handle(event, appointment)
        except ResourceNotFoundError:
            log.info("the callee hung up before the answer to %s", event.type)
        except HttpResponseError as error:
            log.error("%s, so the call ends", error.message)
            settle(appointment, "failed", only_from=["speaking"])
            client.get_call_connection(event.data["callConnectionId"]).hang_up(is_for_everyone=True)
    return Response(status=200)


@app.post("/api/appointments")
def create():
    body = request.get_json()
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in ("phone", "when")):
        abort(400, "an appointment has a phone and says when, both as text")
    appointment = Appointment(str(uuid.uuid4()), body["phone"], body["when"])
    appointments[appointment.id] = appointment
    dial(appointment)
    return jsonify(appointment), 202


@app.get("/api/appointments/<appointment_id>")
def show(appointment_id):
    return jsonify(find(appointment_id))


@app.post("/api/appointments/<appointment_id>/call")
def call_again(appointment_id):
    appointment = find(appointment_id)
    if appointment.status in ("ringing", "speaking"):
        abort(409, "there is a call already")
    dial(appointment)
    return jsonify(appointment), 202


def find(appointment_id):
    return appointments.get(appointment_id) or abort(404, "there is no such appointment")


@app.errorhandler(HttpResponseError)
def refused(error):
    return jsonify(error=error.message), 502


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("azure").setLevel(logging.WARNING)
    app.run(port=int(setting("PORT", "8080")))
