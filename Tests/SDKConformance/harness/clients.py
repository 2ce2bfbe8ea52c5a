"""The sync and the async client behind one face, so that a scenario is written once."""

import asyncio
import inspect

from azure.communication.callautomation import CallAutomationClient, CallConnectionClient
from azure.communication.callautomation import aio
from azure.core.async_paging import AsyncItemPaged
from azure.core.credentials import AzureKeyCredential
from azure.core.paging import ItemPaged
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport


class Face:
    """A client whose methods answer at once, whichever kind it is. Notes which methods were called."""

    def __init__(self, client, driver):
        self.client = client
        self._driver = driver

    def __getattr__(self, name):
        method = getattr(self.client, name)

        def call(*arguments, **options):
            self._driver.called.add(name)
            return self._driver.settle(method(*arguments, **options))

        return call


class SyncDriver:
    kind = "sync"
    automation, connection = CallAutomationClient, CallConnectionClient

    def __init__(self):
        self.called = set()
        self._faces = []

    def face(self, client):
        face = Face(client, self)
        self._faces.append(face)
        return face

    def client(self, endpoint, key, **options):
        return self.face(self.automation(endpoint, AzureKeyCredential(key), **options))

    def settle(self, result):
        """The result itself: lists of pages, faces of further clients."""
        if isinstance(result, ItemPaged):
            return list(result)
        if isinstance(result, CallConnectionClient):
            return Face(result, self)
        return result

    def plain_transport(self):
        """A transport that turns https into http."""

        class Plain(RequestsTransport):
            def send(self, request, **options):
                request.url = request.url.replace("https://", "http://", 1)
                return super().send(request, **options)

        return Plain()

    def close(self):
        for face in self._faces:
            if hasattr(face.client, "close"):
                face.close()


class AsyncDriver:
    kind = "async"
    automation, connection = aio.CallAutomationClient, aio.CallConnectionClient

    def __init__(self):
        self.called = set()
        self._faces = []
        self._loop = asyncio.new_event_loop()

    face = SyncDriver.face
    client = SyncDriver.client

    def settle(self, result):
        if inspect.isawaitable(result):
            return self.settle(self._loop.run_until_complete(result))
        if isinstance(result, AsyncItemPaged):

            async def collect():
                return [each async for each in result]

            return self._loop.run_until_complete(collect())
        if isinstance(result, aio.CallConnectionClient):
            return Face(result, self)
        return result

    def plain_transport(self):
        class Plain(AioHttpTransport):
            async def send(self, request, **options):
                request.url = request.url.replace("https://", "http://", 1)
                return await super().send(request, **options)

        return Plain()

    def close(self):
        for face in self._faces:
            face.close()
        # Sockets are closed by callbacks of the loop.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


DRIVERS = [SyncDriver, AsyncDriver]
