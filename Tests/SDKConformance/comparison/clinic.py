"""The phone line of flows/clinic as a web service, written with the official SDK alone.

    pip install azure-communication-callautomation aiohttp tzdata
    export ACS_ENDPOINT=https://contoso.communication.azure.com ACS_KEY=...
    export CALLBACK_URI=https://contoso.example PORT=8080
    export COGNITIVE_SERVICES_ENDPOINT=https://contoso.cognitiveservices.azure.com
    python clinic.py

CALLBACK_URI is where the internet reaches PORT (a dev tunnel, say). Point an Event Grid subscription of the resource,
for "Incoming Call" and "Recording File Status Updated", at CALLBACK_URI/api/incomingCall. CLINIC_SERVER is the clinic's
own server, RECORDINGS the folder for messages (the current one).
"""

import asyncio
import logging
import math
import os
import pathlib
from datetime import datetime
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from azure.communication.callautomation import RecordingChannel, RecordingContent, RecordingFormat
from azure.communication.callautomation.aio import CallAutomationClient
from azure.core.credentials import AzureKeyCredential
from azure.core.messaging import CloudEvent

from clinic_call import Call
from clinic_queue import Queue
from clinic_texts import LANGUAGES, speech

LINE = "+18005550111"
AGENTS = ["+14255550171", "+14255550172"]
ZONE = ZoneInfo("America/New_York")
HOURS = 5 * [(8, 18)] + [(9, 13), (0, 0)]  # From Monday to Sunday.
HOLIDAYS = {(1, 1), (7, 4), (12, 25)}
LONGEST_MESSAGE = 90
SERVER = os.environ.get("CLINIC_SERVER", "https://clinic.example.com")
RECORDINGS = pathlib.Path(os.environ.get("RECORDINGS", "."))
CALLBACK_URI = os.environ["CALLBACK_URI"].rstrip("/")
COGNITIVE_SERVICES_ENDPOINT = os.environ["COGNITIVE_SERVICES_ENDPOINT"]

client = CallAutomationClient(os.environ["ACS_ENDPOINT"].rstrip("/"), AzureKeyCredential(os.environ["ACS_KEY"]))
queue = Queue(AGENTS, LINE)
calls = {}
messages = {}
log = logging.getLogger("clinic")
routes = web.RouteTableDef()


async def server(method, path, unless=None, **options):
    """What the clinic's server answers; None when it answers by the status that is named."""
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.request(method, SERVER + path, timeout=timeout, **options) as response:
        if response.status == unless:
            return None
        response.raise_for_status()
        return await response.json() if response.content_type == "application/json" else {}


def is_open(now):
    opens, closes = HOURS[now.weekday()]
    return opens <= now.hour < closes and (now.month, now.day) not in HOLIDAYS


# The steps: each gives the next one.


async def answer(call):
    await call.answer(f"{CALLBACK_URI}/api/calls/{call.id}", COGNITIVE_SERVICES_ENDPOINT)
    return language


async def language(call):
    keys = dict(zip("123", LANGUAGES))
    pressed = await call.ask([speech(each, "language") for each in LANGUAGES], "[123]")
    if pressed not in keys:
        return goodbye
    call.language = keys[pressed]
    return main


async def goodbye(call):
    await call.say("goodbye")
    return over


async def over(call):
    if calls.pop(call.id, None) and call.connection:
        await call.connection.hang_up(is_for_everyone=True)


async def menu(call, name, keys, silence=goodbye, /, **values):
    keys = {"0": desk, "*": main, **keys}
    pressed = await call.ask(call.speech(name, **values), f"[{''.join(keys)}]")
    return keys.get(pressed, goodbye if pressed else silence)


async def say(call, name, then):
    await call.say(name)
    return then


async def main(call):
    return await menu(call, "main", {"1": patient, "2": desk, "3": place}, desk)


async def place(call):
    return await say(call, "place", then=main)


async def patient(call):
    call.patient_number = await call.ask(call.speech("patient"), r"\d{6}", tones=6)
    if not call.patient_number:
        return goodbye
    return look_up if len(call.patient_number) == 6 and call.patient_number.isdigit() else desk


async def look_up(call):
    call.patient = await server("GET", f"/patients/{call.patient_number}", unless=404)
    if call.patient is None:
        return await say(call, "unknown", then=desk)
    return change if call.patient.get("date") else await say(call, "none", then=desk)


async def change(call):
    return await menu(call, "change", {"1": find, "2": cancel}, **call.patient)


async def find(call):
    call.free = await server("GET", "/free", unless=404, params={"after": call.patient["date"]})
    return desk if call.free is None else offer


async def offer(call):
    return await menu(call, "offer", {"1": move, "2": change}, **call.free)


async def move(call):
    wanted = {"date": call.free["date"], "time": call.free["time"]}
    moved = await server("PUT", f"/patients/{call.patient_number}/appointment", unless=409, json=wanted)
    return find if moved is None else done


async def cancel(call):
    await server("DELETE", f"/patients/{call.patient_number}/appointment")
    return done


async def done(call):
    return await say(call, "done", then=main)


async def desk(call):
    return waiting if is_open(datetime.now(ZONE)) else closed


async def waiting(call):
    await call.say("waiting")
    return {"no_agent": message, "agent_left": goodbye, "caller_left": hung_up}[await queue.serve(call)]


async def closed(call):
    return await say(call, "closed", then=message)


async def message(call):
    await call.say("message")
    recording = await client.start_recording(
        call_connection_id=call.connection_id, recording_content_type=RecordingContent.AUDIO,
        recording_channel_type=RecordingChannel.MIXED, recording_format_type=RecordingFormat.WAV)
    messages[recording.recording_id] = {"from": call.number, "language": call.language}
    clock = asyncio.get_running_loop().time
    ends = clock() + LONGEST_MESSAGE
    while (left := math.ceil(ends - clock())) > 0 and await call.listen(silence=left) not in ("#", ""):
        pass
    await client.stop_recording(recording.recording_id)
    return goodbye


async def sorry(call):
    return await say(call, "sorry", then=message)


async def hung_up(call):
    told = {"caller": call.number, "language": call.language}
    await server("POST", "/hang_ups", json=told, headers={"Idempotency-Key": call.incoming["correlationId"]})
    return over


# Where a step goes that fails; the others go to sorry.
FAILED = {
    answer: over, look_up: desk, waiting: message, message: goodbye,
    sorry: over, goodbye: over, hung_up: over, over: None,
}


async def follow(call, step):
    while step:
        try:
            step = await step(call)
        except Exception as error:
            log.warning("%s: %r", step.__name__, error)
            step = FAILED.get(step, sorry)


async def deliver(event):
    """A message's file: kept, told of at the clinic's server, deleted at the service. A failure is tried again, since
    Event Grid hears of it."""
    recording = event["subject"].rpartition("/")[2]
    if recording not in messages:
        return
    chunk = event["data"]["recordingStorageInfo"]["recordingChunks"][0]
    sound = await (await client.download_recording(chunk["contentLocation"])).read()
    file = RECORDINGS / f"{recording}.wav"
    file.write_bytes(sound)
    seconds = event["data"]["recordingDurationMs"] / 1000
    told = {**messages[recording], "seconds": seconds, "bytes": len(sound), "file": str(file)}
    await server("POST", "/messages", json=told, headers={"Idempotency-Key": recording})
    await client.delete_recording(chunk["deleteLocation"])
    messages.pop(recording, None)
    log.info("message %s is delivered", recording)


@routes.post("/api/incomingCall")
async def events(request):
    for event in await request.json():
        data = event["data"]
        match event["eventType"].rpartition(".")[2]:
            case "SubscriptionValidationEvent":
                return web.json_response({"validationResponse": data["validationCode"]})
            case "IncomingCall" if data["to"]["rawId"] == f"4:{LINE}":
                call = Call(client, data)
                calls[call.id] = call
                call.task = asyncio.create_task(follow(call, answer))
            case "RecordingFileStatusUpdated":
                await deliver(event)
    return web.Response()


@routes.post("/api/calls/{id}")
async def callbacks(request):
    for each in await request.json():
        event = CloudEvent.from_dict(each)
        is_over = event.type == "Microsoft.Communication.CallDisconnected"
        call = calls.get(request.match_info["id"])
        if call and is_over:
            del calls[call.id]
            call.task.cancel()
            await follow(call, hung_up)
        elif call:
            call.take(event)
        if is_over:
            log.info("call %s is over", event.data["callConnectionId"])
    return web.Response()


async def close(_):
    await client.close()


def serve():
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("azure").setLevel(logging.WARNING)
    app = web.Application()
    app.add_routes(routes)
    app.on_cleanup.append(close)
    web.run_app(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8080")))


if __name__ == "__main__":
    serve()
