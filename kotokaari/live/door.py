"""The live door: a small ASGI application of its own, before the pages' middleware.

    POST /live/{channel}/acts      acts up, receipts back once they are on disk
    GET  /live/{channel}/events    the stream down (server-sent events), from ``Last-Event-ID`` or ``?last=``
    GET  /live/{channel}/log       the same as an answer at once, for phones that cannot hold a stream
    GET  /live/{channel}/state     where things stand

A ticket in a cookie says who asks (``tickets``); a browser must come from a page of the house (its ``Origin``).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseTrouble

from . import service, tickets
from .following import Followers, Stream, give_back, pieces
from .recording import Told
from .registry import Ticket
from .serving import whose
from .writer import Writer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"^/live/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/(acts|events|log|state)$")
RETRY = 1000
REPLAYED = 2_000  # events at most before a stream; further back the phone asks for the state


class Door:
    """The application; everything in it lives on the loop that runs it."""

    def __init__(self) -> None:
        self._writer: Writer | None = None
        self._followers: Followers | None = None

    @property
    def followers(self) -> Followers:
        """The followers of this process."""
        if self._followers is None:
            self._followers = Followers()
        return self._followers

    @property
    def writer(self) -> Writer:
        """The writer of this process."""
        if self._writer is None:
            self._writer = Writer(self.followers.wake)
        return self._writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(Request(scope, receive, send))

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._followers is not None:
                    self._followers.close()
                if self._writer is not None:
                    self._writer.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, request: Request) -> None:
        found = PATH.match(request.scope["path"])
        if request.scope["path"] == "/live/health":
            await request.answer(200, {"live": True, "house": whose()})
        elif found is None:
            await request.answer(404, {"problem": "there is nothing here"})
        elif request.scope["method"] == "OPTIONS":
            await request.answer(204, None)
        elif not request.may_come_in():
            await request.answer(403, {"problem": "this is not asked by a page of the house"})
        else:
            channel, what = UUID(found[1]), found[2]
            ticket = request.ticket(channel)
            if ticket is None:
                await request.answer(401, {"problem": "there is no valid ticket: open the page of the day again"})
            else:
                await self._serve(request, what, ticket)

    async def _serve(self, request: Request, what: str, ticket: Ticket) -> None:
        try:
            if what == "acts" and request.scope["method"] == "POST":
                await self._take(request, ticket)
            elif request.scope["method"] != "GET":
                await request.answer(405, {"problem": "this address is read"})
            elif what == "events":
                await self._stream(request, ticket)
            elif what == "log":
                await request.answer(200, await self._ask(service.poll, ticket.channel, ticket, request.last))
            elif what == "state":
                await request.answer(200, await self._ask(service.state, ticket.channel, ticket))
            else:
                await request.answer(405, {"problem": "this address is written to"})
        except service.BadRequest as error:
            await request.answer(400, {"problem": str(error)})
        except ObjectDoesNotExist:
            await request.answer(404, {"problem": "there is no such day"})
        except DatabaseTrouble:
            await request.answer(503, {"problem": "nothing was written: send again"})

    async def _ask(self, question: Callable[..., Any], *words: Any) -> Any:
        def asked() -> Any:
            try:
                return question(*words)
            finally:
                give_back()

        return await asyncio.get_running_loop().run_in_executor(self.followers.asking, asked)

    async def _take(self, request: Request, ticket: Ticket) -> None:
        acts = service.parse(await request.body(), request.headers.get("accept-language", ""))
        taken = [act for act in acts if service.pace.allows(ticket)]
        receipts = await self.writer.write(ticket.channel, [(ticket, act) for act in taken]) if taken else []
        receipts += [service.too_fast(act) for act in acts if act not in taken]
        await request.answer(200, {"receipts": [receipt.as_data() for receipt in receipts]})

    async def _stream(self, request: Request, ticket: Ticket) -> None:
        """First what was missed, then what comes: the stream is joined before the log is read, so nothing falls between."""
        stream, reached, kept = await self.followers.join(ticket, request.last)
        try:
            if kept is None and reached - request.last > REPLAYED:
                await request.answer(409, {"problem": "too far behind: ask for the state"})
                return
            await request.begin_stream()
            async for told in self._missed(ticket.channel, request.last, reached, kept):
                await request.piece(pieces(told, tuple(ticket.hears(one.audience) for one in told)))
            await self._follow(request, stream)
        finally:
            self.followers.leave(stream)

    async def _missed(
        self, channel: UUID, last: int, reached: int, kept: list[Told] | None
    ) -> AsyncIterator[list[Told]]:
        if kept is not None:
            if kept:
                yield kept
            return
        while last < reached:
            told = [one for one in await self.followers.read(channel, last) if one.seq <= reached]
            if not told:
                return
            last = told[-1].seq
            yield told

    async def _follow(self, request: Request, stream: Stream) -> None:
        gone = asyncio.get_running_loop().create_task(request.left())
        gone.add_done_callback(lambda _task: stream.end())
        try:
            more = True
            while more and not gone.done():
                piece, more = await stream.next()
                await request.piece(piece)
            await request.end_stream()
        except (OSError, RuntimeError):
            return  # the phone went away while something was sent
        finally:
            gone.cancel()


class Request:
    """A request to the live door, and the means to answer it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

    def may_come_in(self) -> bool:
        """A page of the house asks, or a reader of a stream of the same origin, for which browsers send no Origin."""
        origin = self.headers.get("origin")
        if origin is None:
            return self.scope["method"] == "GET" and self.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        return service.is_allowed_origin(origin, self.headers.get("host", ""))

    def ticket(self, channel: UUID) -> Ticket | None:
        """Who asks."""
        try:
            kept = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return None
        return tickets.find({name: one.value for name, one in kept.items()}, channel, self._asked("who"))

    @property
    def last(self) -> int:
        """The last sequence the phone has. Raises BadRequest."""
        text = self.headers.get("last-event-id") or self._asked("last") or "0"
        if not text.isdigit() or len(text) > 18:
            raise service.BadRequest("last is a sequence: a whole number")
        return int(text)

    def _asked(self, name: str) -> str:
        return parse_qs(self.scope["query_string"].decode("latin-1")).get(name, [""])[0]

    async def body(self) -> bytes:
        """What was sent. Raises BadRequest when it is too much."""
        parts, size = [], 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise service.BadRequest("the sending broke off")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > service.MOST_BYTES:
                raise service.BadRequest(f"a sending is {service.MOST_BYTES} bytes at most")
            if not message.get("more_body"):
                return b"".join(parts)

    def _common(self) -> list[tuple[bytes, bytes]]:
        headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"), (b"vary", b"Origin")]
        origin = self.headers.get("origin")
        if origin and service.is_allowed_origin(origin, self.headers.get("host", "")):
            headers += [
                (b"access-control-allow-origin", origin.encode("latin-1")),
                (b"access-control-allow-credentials", b"true"),
                (b"access-control-allow-headers", b"content-type, last-event-id"),
                (b"access-control-allow-methods", b"GET, POST"),
                (b"access-control-max-age", b"600"),
            ]
        return headers

    async def answer(self, status: int, data: dict[str, Any] | None) -> None:
        """An answer at once, as JSON."""
        body = b"" if data is None else json.dumps(data, ensure_ascii=False, default=str).encode()
        headers = [*self._common(), (b"content-length", str(len(body)).encode())]
        if data is not None:
            headers.append((b"content-type", b"application/json; charset=utf-8"))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def begin_stream(self) -> None:
        """Open the stream."""
        headers = [
            *self._common(),
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"x-accel-buffering", b"no"),
        ]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self.piece(f"retry: {RETRY}\n\n".encode())

    async def piece(self, text: bytes) -> None:
        """Send a piece of the stream."""
        await self._send({"type": "http.response.body", "body": text, "more_body": True})

    async def end_stream(self) -> None:
        """Close the stream."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def left(self) -> None:
        """Wait until the phone goes away."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
