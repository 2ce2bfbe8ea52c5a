"""Conferences: calls the host, then the members, and lets others dial in with a PIN.

    pip install azure-communication-callautomation aiohttp
    export ACS_ENDPOINT=https://contoso.communication.azure.com ACS_KEY=...
    export CALLBACK_URI=https://contoso.example PORT=8080
    export ACS_PHONE_NUMBER=+18005550199
    export COGNITIVE_SERVICES_ENDPOINT=https://contoso.cognitiveservices.azure.com
    python conference.py

    C=localhost:8080/api/conferences
    curl -X POST $C -d '{"host": "+14255550100", "members": ["+14255550123", "+14255550124"]}'
    curl $C/ID                                              # who is present, and why others are not
    curl -X POST $C/ID/members -d '{"phone": "+14255550125"}'
    curl -X DELETE $C/ID/members/+14255550123               # removes one
    curl -X DELETE $C/ID                                    # hangs up for everyone

CALLBACK_URI is where the internet reaches PORT (a dev tunnel, say). Point an Event Grid subscription of the resource,
for "Incoming Call", at CALLBACK_URI/api/incomingCall. SILENCE_SECONDS is how long the PIN is waited for (5),
RING_SECONDS how long a phone may ring (30).
"""

import logging
import secrets
import uuid
from dataclasses import asdict
from urllib.parse import urlencode

from aiohttp import web
from azure.communication.callautomation import PhoneNumberIdentifier
from azure.communication.callautomation.aio import CallAutomationClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.messaging import CloudEvent

from conference_calls import OWN_NUMBER, Conference, conferences, handle, handle_lobby, invite, log, setting

CALLBACK_URI = setting("CALLBACK_URI").rstrip("/")
COGNITIVE_SERVICES_ENDPOINT = setting("COGNITIVE_SERVICES_ENDPOINT")
ENDPOINT, KEY = setting("ACS_ENDPOINT").rstrip("/"), setting("ACS_KEY")

CLIENT = web.AppKey("client", CallAutomationClient)
routes = web.RouteTableDef()


async def take(request, handler, subject):
    """Hands over each event of a callback."""
    client = request.app[CLIENT]
    for each in await request.json():
        event = CloudEvent.from_dict(each)
        try:
            await handler(client, event, subject)
        except ResourceNotFoundError:
            log.info("the call ended before the answer to %s", event.type)
        except HttpResponseError as error:
            log.error("no answer to %s: %s", event.type, error.message)
    return web.Response()


@routes.post("/api/incomingCall")
async def incoming_call(request):
    for event in await request.json():
        if event["eventType"] == "Microsoft.EventGrid.SubscriptionValidationEvent":
            return web.json_response({"validationResponse": event["data"]["validationCode"]})
        if event["eventType"] == "Microsoft.Communication.IncomingCall":
            caller, context = event["data"]["from"], event["data"]["incomingCallContext"]
            try:
                if caller["kind"] != "phoneNumber":
                    await request.app[CLIENT].reject_call(context)
                else:
                    query = urlencode({"caller": caller["phoneNumber"]["value"]})
                    await request.app[CLIENT].answer_call(
                        context,
                        f"{CALLBACK_URI}/api/lobby?{query}",
                        cognitive_services_endpoint=COGNITIVE_SERVICES_ENDPOINT,
                    )
            except ResourceNotFoundError:
                log.info("a call is answered already, or the caller gave up")
    return web.Response()


@routes.post("/api/lobby")
async def lobby_callbacks(request):
    return await take(request, handle_lobby, request.query["caller"])


@routes.post("/api/callbacks/{id}")
async def conference_callbacks(request):
    return await take(request, handle, find(request))


@routes.post("/api/conferences")
async def create(request):
    body = await request.json()
    if not isinstance(body, dict) or not isinstance(body.get("host"), str):
        raise web.HTTPBadRequest(text="a conference has a host, as text")
    pin = f"{secrets.randbelow(10**6):06}"
    conference = Conference(str(uuid.uuid4()), pin, body["host"], body.get("members", []))
    conferences[conference.id] = conference
    try:
        call = await request.app[CLIENT].create_call(
            PhoneNumberIdentifier(conference.host),
            f"{CALLBACK_URI}/api/callbacks/{conference.id}",
            source_caller_id_number=OWN_NUMBER,
            cognitive_services_endpoint=COGNITIVE_SERVICES_ENDPOINT,
        )
    except HttpResponseError:
        del conferences[conference.id]
        raise
    conference.call_id = call.call_connection_id
    return web.json_response(asdict(conference), status=201)


@routes.get("/api/conferences/{id}")
async def show(request):
    return web.json_response(asdict(find(request)))


@routes.delete("/api/conferences/{id}")
async def end(request):
    _, call = find_call(request, "calling", "open")
    await call.hang_up(is_for_everyone=True)
    return web.Response(status=204)


@routes.post("/api/conferences/{id}/members")
async def add(request):
    conference, call = find_call(request, "open")
    number = (await request.json())["phone"]
    if number in conference.present or conference.absent.get(number) == "ringing":
        raise web.HTTPConflict(text=f"{number} is in the conference, or called")
    await invite(call, conference, number)
    return web.json_response(asdict(conference), status=202)


@routes.delete("/api/conferences/{id}/members/{phone}")
async def remove(request):
    conference, call = find_call(request, "open")
    number = request.match_info["phone"]
    if number not in conference.present:
        raise web.HTTPNotFound(text=f"{number} is not in the conference")
    await call.remove_participant(PhoneNumberIdentifier(number), operation_context=number)
    return web.Response(status=202)


def find(request):
    try:
        return conferences[request.match_info["id"]]
    except KeyError:
        raise web.HTTPNotFound(text="there is no such conference") from None


def find_call(request, *states):
    conference = find(request)
    if conference.state not in states:
        raise web.HTTPConflict(text=f"the conference is {conference.state}")
    return conference, request.app[CLIENT].get_call_connection(conference.call_id)


@web.middleware
async def refusals(request, handler):
    """What the service refuses is told to whoever asked for it."""
    try:
        return await handler(request)
    except HttpResponseError as error:
        return web.json_response({"error": error.message}, status=502)


async def run_client(app):
    async with CallAutomationClient(ENDPOINT, AzureKeyCredential(KEY)) as app[CLIENT]:
        yield


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("azure").setLevel(logging.WARNING)
    app = web.Application(middlewares=[refusals])
    app.add_routes(routes)
    app.cleanup_ctx.append(run_client)
    web.run_app(app, host="127.0.0.1", port=int(setting("PORT", "8080")))
