"""Callers who wait for agents, in order of arrival. Whose agent is rung holds up nobody, and keeps the place."""

import asyncio
import contextlib
import itertools
from bisect import insort
from operator import attrgetter

from azure.communication.callautomation import FileSource
from azure.core.exceptions import HttpResponseError

from clinic_call import Failed

PATIENCE, RING, REST, POSITION_EVERY = 300, 20, 15, 30
MUSIC = FileSource(url="https://clinic.example.com/music.wav")


class Visit:
    def __init__(self, call, ticket):
        self.call, self.ticket = call, ticket
        self.agent, self.has_agent = None, asyncio.Event()


class Queue:
    def __init__(self, agents, caller_id):
        self.agents, self.caller_id = agents, caller_id
        self.free, self.line, self.tickets = set(agents), [], itertools.count()

    async def serve(self, call):
        """Brings caller and agent together: "caller_left" or "agent_left" when they have spoken, else "no_agent"."""
        visit = Visit(call, next(self.tickets))
        try:
            if not await self._wait(visit):
                return "no_agent"
            return await call.stay_with(visit.agent)
        finally:
            if visit in self.line:
                self.line.remove(visit)
            if visit.agent:
                self._release(visit.agent)

    async def _wait(self, visit):
        """Waits for an agent, a key or the end of patience: whether an agent has come."""
        connection, caller = visit.call.connection, visit.call.caller
        await connection.start_continuous_dtmf_recognition(caller)
        find, leave = asyncio.create_task(self._find(visit)), asyncio.create_task(visit.call.key("#"))
        tasks = [find, leave, asyncio.create_task(self._entertain(visit))]
        try:
            await asyncio.wait(tasks, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(HttpResponseError):  # The caller may have left in that moment.
            await connection.cancel_all_media_operations()
            await connection.stop_continuous_dtmf_recognition(caller)
        return not find.cancelled() and not find.exception()

    async def _find(self, visit):
        while True:
            insort(self.line, visit, key=attrgetter("ticket"))
            self._match()
            await visit.has_agent.wait()
            visit.has_agent.clear()
            try:
                return await visit.call.invite(visit.agent, self.caller_id, RING)
            except (Failed, HttpResponseError):
                asyncio.get_running_loop().call_later(REST, self._release, visit.agent)
                visit.agent = None

    def _release(self, agent):
        self.free.add(agent)
        self._match()

    def _match(self):
        """Gives the free agents, in their order, to those who have waited longest."""
        while self.line and self.free:
            visit = self.line.pop(0)
            visit.agent = min(self.free, key=self.agents.index)
            self.free.remove(visit.agent)
            visit.has_agent.set()

    async def _entertain(self, visit):
        """Music, and now and then over it how many are before the caller."""
        play = visit.call.connection.play_media
        await play(MUSIC, loop=True)
        while True:
            if visit in self.line:
                position = visit.call.speech("position", position=self.line.index(visit) + 1)
                await play(position, interrupt_call_media_operation=True)
                await play(MUSIC, loop=True)
            await asyncio.sleep(POSITION_EVERY)
