"""One call: its actions, each of which waits for the event that ends it."""

import asyncio
import re
import uuid

from azure.communication.callautomation import (
    CommunicationUserIdentifier,
    DtmfTone,
    PhoneNumberIdentifier,
    RecognizeInputType,
)

from clinic_texts import speech

TONES = dict(zip("zero one two three four five six seven eight nine pound asterisk".split(), "0123456789#*"))
ATTEMPTS = 3
SILENCE, PAUSE = 8510, 8532  # Sub-codes of recognitions: nothing was pressed, and too little.


class Failed(Exception):
    """An action has ended badly."""

    def __init__(self, event):
        result = event.data.get("resultInformation") or {}
        self.sub_code = result.get("subCode")
        super().__init__(f"{event.type}: {result.get('message')}")


class Call:
    def __init__(self, client, incoming):
        self.client, self.incoming = client, incoming
        self.id = str(uuid.uuid4())
        raw_id = incoming["from"]["rawId"]
        is_phone = raw_id.startswith("4:")
        self.caller = PhoneNumberIdentifier(raw_id[2:]) if is_phone else CommunicationUserIdentifier(raw_id)
        self.number = raw_id[2:] if is_phone else raw_id
        self.language = "en"
        self.connection = self.connection_id = None
        self.keys, self.people_changed = asyncio.Queue(), asyncio.Event()
        self._expected = {}

    def take(self, event):
        """An event goes to whoever waits for it."""
        kind = event.type.removeprefix("Microsoft.Communication.")
        if kind == "ContinuousDtmfRecognitionToneReceived":
            self.keys.put_nowait(TONES.get(event.data["tone"]))
        elif kind == "ParticipantsUpdated":
            self.people_changed.set()
        elif kind.endswith(("Connected", "Completed", "Succeeded", "Failed", "Canceled")):
            future = self._expected.pop(event.data.get("operationContext"), None)
            if future and not future.done():
                future.set_result(event)

    def _expect(self):
        """The context for an action, and the future of the event that ends it."""
        context, future = str(uuid.uuid4()), asyncio.get_running_loop().create_future()
        self._expected[context] = future
        return context, future

    async def _end(self, future):
        event = await asyncio.wait_for(future, timeout=120)
        if event.type.endswith(("Failed", "Canceled")):
            raise Failed(event)
        return event.data

    async def do(self, action, *arguments, **options):
        context, future = self._expect()
        await action(*arguments, operation_context=context, **options)
        return await self._end(future)

    async def answer(self, callback_uri, cognitive_services_endpoint):
        context, connected = self._expect()
        answered = await self.client.answer_call(
            self.incoming["incomingCallContext"], callback_uri, operation_context=context,
            cognitive_services_endpoint=cognitive_services_endpoint)
        self.connection_id = answered.call_connection_id
        self.connection = self.client.get_call_connection(self.connection_id)
        await self._end(connected)

    def speech(self, name, /, **values):
        return speech(self.language, name, **values)

    async def say(self, name):
        await self.do(self.connection.play_media, self.speech(name))

    async def listen(self, prompt=None, tones=1, silence=5):
        """The keys that are pressed; none after silence, "?" for too few."""
        try:
            data = await self.do(
                self.connection.start_recognizing_media, RecognizeInputType.DTMF, self.caller,
                play_prompt=prompt, interrupt_prompt=True, initial_silence_timeout=silence,
                dtmf_max_tones_to_collect=tones, dtmf_stop_tones=[DtmfTone.POUND] if tones > 1 else None)
        except Failed as failure:
            if failure.sub_code in (SILENCE, PAUSE):
                return "" if failure.sub_code == SILENCE else "?"
            raise
        return "".join(TONES.get(tone, "?") for tone in data["dtmfResult"]["tones"])

    async def ask(self, prompt, wanted, tones=1):
        """Asks until the keys are as wanted, up to three times: the keys of the last time."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await self.say("wrong" if pressed else "unheard")
            pressed = await self.listen(prompt, tones)
            if re.fullmatch(wanted, pressed):
                break
        return pressed

    async def key(self, wanted):
        """Waits for a key beside everything else, once start_continuous_dtmf_recognition is on."""
        while await self.keys.get() != wanted:
            pass

    async def invite(self, number, caller_id, ring):
        """Rings somebody until they have joined. Who is no longer wanted is not rung any more."""
        context, joined = self._expect()
        target = PhoneNumberIdentifier(number)
        invited = await self.connection.add_participant(
            target, source_caller_id_number=PhoneNumberIdentifier(caller_id), invitation_timeout=ring,
            operation_context=context)
        try:
            await self._end(joined)
        except asyncio.CancelledError:
            try:
                await self.do(self.connection.cancel_add_participant_operation, invited.invitation_id)
            except Failed:  # They have joined in that moment.
                await self.connection.remove_participant(target)
            raise

    async def stay_with(self, number):
        """Waits until one of the two has left: who it was."""
        while True:
            self.people_changed.clear()
            present = {each.identifier.raw_id async for each in self.connection.list_participants()}
            if self.caller.raw_id not in present:
                return "caller_left"
            if PhoneNumberIdentifier(number).raw_id not in present:
                return "agent_left"
            await self.people_changed.wait()
