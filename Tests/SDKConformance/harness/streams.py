"""A web socket as an application has one: takes what the service streams, and may send sound back."""

import asyncio
import base64
import json
import threading

from aiohttp import WSMsgType, web

from harness.webhook import TIMEOUT


class Streams:
    """Every connection gets a path of its own; messages are kept in the order of arrival."""

    def __init__(self):
        self.headers = {}
        self.messages = {}
        self.closed = set()
        self._sockets = {}
        self._news = threading.Condition()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(TIMEOUT)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.run_forever()

    async def _serve(self):
        application = web.Application()
        application.router.add_get("/{path}", self._take)
        self._runner = web.AppRunner(application, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.base = f"ws://127.0.0.1:{port}"
        self._ready.set()

    async def _take(self, request):
        path = request.match_info["path"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        with self._news:
            self.headers[path] = dict(request.headers)
            self._sockets[path] = socket
            self._news.notify_all()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                with self._news:
                    self.messages.setdefault(path, []).append(json.loads(message.data))
                    self._news.notify_all()
        with self._news:
            self.closed.add(path)
            self._news.notify_all()
        return socket

    def url(self, path):
        return f"{self.base}/{path}"

    def _wait(self, find, what):
        with self._news:
            assert self._news.wait_for(lambda: find() is not None, TIMEOUT), f"{what}; there came {self.messages}"
            return find()

    def wait_for(self, path, kind, where=lambda message: True):
        """The first message of a kind, its own part of it."""
        member = kind[0].lower() + kind[1:]

        def find():
            return next(
                (each[member] for each in self.messages.get(path, []) if each["kind"] == kind and where(each[member])),
                None)

        return self._wait(find, f"no {kind}")

    def wait_until_closed(self, path):
        self._wait(lambda: True if path in self.closed else None, "the connection stays")

    def send_sound(self, path, samples):
        body = {"Kind": "AudioData", "AudioData": {"Data": base64.b64encode(samples).decode()}, "StopAudio": None}
        asyncio.run_coroutine_threadsafe(self._sockets[path].send_str(json.dumps(body)), self._loop).result(TIMEOUT)

    def close(self):
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(TIMEOUT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT)
        self._loop.close()
