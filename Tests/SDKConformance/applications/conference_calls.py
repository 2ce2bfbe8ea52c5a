"""What happens in the calls of conference.py: the conferences themselves, and the lobby of those who dial in."""

import logging
import os
import sys
from dataclasses import dataclass, field

from azure.communication.callautomation import DtmfTone, PhoneNumberIdentifier, RecognizeInputType, TextSource
from azure.core.exceptions import HttpResponseError


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        sys.exit(f"{name} is not set; the top of conference.py says what it is")
    return value


SILENCE_SECONDS = int(setting("SILENCE_SECONDS", "5"))
RING_SECONDS = int(setting("RING_SECONDS", "30"))
OWN_NUMBER = PhoneNumberIdentifier(setting("ACS_PHONE_NUMBER"))

WAIT = "Please wait, the others are being called."
ATTEMPTS = 3
DIGITS = {tone: str(digit) for digit, tone in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])}
NOT_REACHED = {403: "declined", 404: "unreachable", 408: "no answer", 480: "no answer", 484: "unreachable",
               486: "busy", 487: "cancelled", 603: "declined"}

log = logging.getLogger("conference")


@dataclass
class Conference:
    """`absent` says of each who was called or was there why they are not (now)."""

    id: str
    pin: str
    host: str
    members: list
    state: str = "calling"
    present: list = field(default_factory=list)
    absent: dict = field(default_factory=dict)
    call_id: str = None
    version: int = 0

    @property
    def is_deserted(self):
        """Whether one waits there for nobody, after others went."""
        gone = set(self.absent.values())
        return len(self.present) == 1 and "ringing" not in gone and bool(gone & {"left", "removed"})


conferences = {}


def speech(text):
    return TextSource(text=text, voice_name="en-US-NancyNeural")


async def say(call, text, then=None):
    await call.play_media(speech(text), operation_context=then, interrupt_call_media_operation=True)


async def invite(call, conference, number):
    conference.absent[number] = "ringing"
    try:
        await call.add_participant(
            PhoneNumberIdentifier(number),
            source_caller_id_number=OWN_NUMBER,
            invitation_timeout=RING_SECONDS,
            operation_context=number,
        )
    except HttpResponseError:
        conference.absent[number] = "failed"
        raise


async def update(call, conference, event):
    """Takes over who is present; lists may come in another order than they were made."""
    if event.data["sequenceNumber"] <= conference.version:
        return
    conference.version = event.data["sequenceNumber"]
    before, conference.present = conference.present, sorted(
        each["identifier"]["phoneNumber"]["value"] for each in event.data["participants"])
    for number in conference.present:
        conference.absent.pop(number, None)
    for number in set(before) - set(conference.present):
        conference.absent.setdefault(number, "left")
    log.info("conference %s: present %s", conference.id, conference.present)
    await release_the_last(call, conference)


async def release_the_last(call, conference):
    if conference.is_deserted:
        await say(call, "You are the last one. Goodbye.", then="goodbye")


async def handle(client, event, conference):
    call_id = event.data["callConnectionId"]
    call = client.get_call_connection(call_id)
    context = event.data.get("operationContext", "")
    result = event.data.get("resultInformation") or {}
    match event.type.removeprefix("Microsoft.Communication."):
        case "CallConnected":
            conference.call_id, conference.state = call_id, "open"
            log.info("conference %s: open", conference.id)
            await call.play_media(speech(WAIT), loop=True, operation_context="wait")
            for number in conference.members:
                try:
                    await invite(call, conference, number)
                except HttpResponseError as error:
                    log.info("conference %s: %s failed: %s", conference.id, number, error.message)
        case "CreateCallFailed":
            conference.state = "failed"
            conference.absent[conference.host] = NOT_REACHED.get(result.get("code"), "failed")
            log.info("conference %s: failed", conference.id)
            log.info("call %s is over", call_id)
        case "ParticipantsUpdated":
            await update(call, conference, event)
        case "AddParticipantSucceeded" | "MoveParticipantSucceeded":
            await say(call, "Somebody joins.")
        case "AddParticipantFailed":
            conference.absent[context] = NOT_REACHED.get(result.get("code"), "failed")
            log.info("conference %s: %s %s", conference.id, context, conference.absent[context])
            await say(call, "Somebody cannot be reached.")
            await release_the_last(call, conference)
        case "RemoveParticipantSucceeded":
            conference.absent[context] = "removed"
            log.info("conference %s: %s removed", conference.id, context)
        case "MoveParticipantFailed":
            log.info("conference %s: %s could not be brought in", conference.id, context)
            await client.get_call_connection(event.data["fromCall"]).hang_up(is_for_everyone=True)
        case "PlayCompleted" | "PlayFailed" if context == "goodbye":
            await call.hang_up(is_for_everyone=True)
        case "CallDisconnected":
            conference.state, conference.present = "ended", []
            log.info("call %s is over", call_id)


async def ask_pin(call, caller, attempt=1, opening="Welcome."):
    if attempt > ATTEMPTS:
        return await say(call, "Please call again with the right PIN. Goodbye.", then="goodbye")
    await call.start_recognizing_media(
        RecognizeInputType.DTMF,
        caller,
        play_prompt=speech(f"{opening} Please enter the PIN of your conference, then press pound."),
        interrupt_prompt=True,
        initial_silence_timeout=SILENCE_SECONDS,
        dtmf_inter_tone_timeout=SILENCE_SECONDS,
        dtmf_max_tones_to_collect=6,
        dtmf_stop_tones=[DtmfTone.POUND],
        operation_context=str(attempt),
    )


async def handle_lobby(client, event, number):
    """What happens to who dials in, until the conference has them."""
    call_id = event.data["callConnectionId"]
    call = client.get_call_connection(call_id)
    caller = PhoneNumberIdentifier(number)
    context = event.data.get("operationContext", "")
    result = event.data.get("resultInformation") or {}
    match event.type.removeprefix("Microsoft.Communication."):
        case "CallConnected":
            await ask_pin(call, caller)
        case "RecognizeCompleted":
            pin = "".join(DIGITS.get(tone, "?") for tone in event.data["dtmfResult"]["tones"])
            conference = next((each for each in conferences.values() if each.pin == pin), None)
            if conference and conference.state == "open":
                try:
                    room = client.get_call_connection(conference.call_id)
                    await room.move_participants([caller], call_id, operation_context=number)
                except HttpResponseError:
                    await say(call, "The conference is over. Goodbye.", then="goodbye")
            elif conference and conference.state == "calling":
                await say(call, "The conference is not open yet. Goodbye.", then="goodbye")
            else:
                await ask_pin(call, caller, int(context) + 1, "This PIN is wrong.")
        case "RecognizeFailed" if result.get("subCode") in (8510, 8532):
            await ask_pin(call, caller, int(context) + 1, "I did not hear a whole PIN.")
        case "RecognizeFailed" if result.get("subCode") != 8508:
            await say(call, "Something went wrong. Goodbye.", then="goodbye")
        case "PlayCompleted" | "PlayFailed":
            await call.hang_up(is_for_everyone=True)
        case "CallDisconnected" | "AnswerFailed":
            log.info("call %s is over", call_id)
