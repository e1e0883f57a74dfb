"""A server that can be made to go away: connections to it lead through here."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import make_url

CHUNK = 64 * 1024


class Proxy:
    """TCP on this machine, from a port of its own to a server's."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._server: asyncio.Server | None = None
        self._writers: set[StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self.port = 0

    async def open(self) -> None:
        """Let connections through, and those that are frozen flow again."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Reset every connection, and refuse new ones, as a server does that is restarted."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.transport.abort()

    def freeze(self) -> None:
        """Say nothing more, as a machine does that is gone: connections stay, and are made."""
        self._flows.clear()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(OSError):
            await self._flows.wait()
            there, onwards = await asyncio.open_connection(*self._to)
            self._writers.add(onwards)
            both = self._flow(reader, onwards), self._flow(there, writer)
            await asyncio.gather(*both)
        self._writers.discard(writer)

    async def _flow(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


@asynccontextmanager
async def proxy_to(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy to the server of a database, and the URL of the database behind it."""
    parsed = make_url(url)
    proxy = Proxy(parsed.host or "127.0.0.1", parsed.port or 5432)
    await proxy.open()
    behind = parsed.set(host="127.0.0.1", port=proxy.port)
    try:
        yield proxy, behind.render_as_string(hide_password=False)
    finally:
        proxy.cut()
        await proxy.open()
        proxy.cut()
