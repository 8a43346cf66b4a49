"""One follower a process and channel: it reads what is new in the log and hands it to every stream."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from .recording import Told, since
from .registry import Ticket

log = structlog.get_logger("kotokaari.live")
LOOKED = 0.1  # seconds between two looks for what other processes wrote
KEPT = 2_000  # events kept in memory, for phones that lost the stream for a while
MOST_WAITING = 1_000  # events a slow stream may lag behind before it is closed, to begin again from its last
BREATH = 0.0001  # seconds between two tellings for each stream: with many of them, what comes meanwhile goes together
PING = 15.0  # seconds between two signs that the stream lives
STILL_HERE = b": still here\n\n"


@dataclass(eq=False, slots=True)
class Stream:
    """A phone that listens: its ticket and the pieces of text it still has to be sent. None ends it."""

    ticket: Ticket
    waiting: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def push(self, piece: bytes) -> bool:
        """Hand over a piece. False when the stream lags too far behind: it is ended."""
        try:
            self.waiting.put_nowait(piece)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.end()
            return False
        return True

    def end(self) -> None:
        """Nothing more comes: the phone is gone, or begins again. Does nothing where the queue is full."""
        with suppress(asyncio.QueueFull):
            self.waiting.put_nowait(None)

    async def next(self) -> tuple[bytes, bool]:
        """What waits, in one piece, and whether more comes."""
        some = [await self.waiting.get()]
        while not self.waiting.empty():
            some.append(self.waiting.get_nowait())
        return b"".join(one for one in some if one is not None), None not in some


class Followers:
    """The followers of a process. Lives on one event loop; the database is asked on a thread of its own."""

    def __init__(self) -> None:
        self._channels: dict[UUID, Follower] = {}
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live-reader")
        self.asking = ThreadPoolExecutor(2, thread_name_prefix="live-asking")  # what takes long keeps no event waiting

    def wake(self, channel: UUID) -> None:
        """Something was written here."""
        if channel in self._channels:
            self._channels[channel].news.set()

    async def read(self, channel: UUID, last: int, limit: int = 500) -> list[Told]:
        """The log after a sequence."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, _since, channel, last, limit)

    async def join(self, ticket: Ticket, last: int) -> tuple[Stream, int, list[Told] | None]:
        """A stream that gets everything after the sequence given with it; and what lies between ``last`` and that, if kept."""
        follower = self._channels.get(ticket.channel)
        if follower is None:
            follower = self._channels[ticket.channel] = Follower(self, ticket.channel)
        stream = Stream(ticket)
        follower.streams.add(stream)  # at once: whoever leaves last must not take the follower from under us
        try:
            await follower.ready.wait()
        except BaseException:
            self.leave(stream)
            raise
        return stream, follower.last, follower.kept_after(last)

    def leave(self, stream: Stream) -> None:
        """The phone is gone; the last one to go takes the follower along."""
        follower = self._channels.get(stream.ticket.channel)
        if follower is None:
            return
        follower.streams.discard(stream)
        if not follower.streams:
            follower.task.cancel()
            del self._channels[stream.ticket.channel]

    def close(self) -> None:
        """End all streams."""
        for follower in self._channels.values():
            follower.task.cancel()
            for stream in follower.streams:
                stream.end()
        self._channels.clear()
        self.thread.shutdown(wait=False)
        self.asking.shutdown(wait=False)


class Follower:
    """Follows one channel from the end of its log."""

    def __init__(self, followers: Followers, channel: UUID) -> None:
        self.followers, self.channel = followers, channel
        self.streams: set[Stream] = set()
        self.news, self.ready = asyncio.Event(), asyncio.Event()
        self.last = 0
        self.recent: deque[Told] = deque(maxlen=KEPT)
        self.task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        await self._begin()
        ping_at = time.monotonic() + PING
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), LOOKED)
            self.news.clear()
            told = await self._patiently(_since, self.channel, self.last, 500)
            if told:
                self.last = told[-1].seq
                self.recent.extend(told)
                self._tell(told)
                await asyncio.sleep(BREATH * len(self.streams))
            if len(told) == 500:
                self.news.set()  # there may be more
            if time.monotonic() > ping_at:
                ping_at = time.monotonic() + PING
                self._push({stream: STILL_HERE for stream in self.streams})

    async def _begin(self) -> None:
        """Read the end of the log: after a restart all phones come back at once, and none has to ask the database."""
        self.last = await self._patiently(_last, self.channel)
        tail = await self._patiently(_since, self.channel, max(0, self.last - KEPT), KEPT)
        self.recent.extend(tail)
        self.last = tail[-1].seq if tail else self.last
        self.ready.set()

    async def _patiently(self, question: Callable[..., Any], *words: Any) -> Any:
        """Ask the database, again and again while it cannot answer: phones wait, nothing is lost."""
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self.followers.thread, question, *words)
            except Exception:  # whatever it is: without a follower all phones of the day would wait for ever
                log.exception("log not read", channel=str(self.channel))
                await asyncio.sleep(1)

    def kept_after(self, last: int) -> list[Told] | None:
        """What happened between a sequence and now, when all of it is still in memory; else None."""
        if last >= self.last:
            return []
        if not self.recent or self.recent[0].seq > last + 1:
            return None
        return list(islice(self.recent, last + 1 - self.recent[0].seq, None))

    def _tell(self, told: list[Told]) -> None:
        """Hand the news to all streams; a text is made once for all who hear the same."""
        made: dict[tuple[bool, ...], bytes] = {}
        news = {}
        for stream in self.streams:
            hears = tuple(stream.ticket.hears(one.audience) for one in told)
            if hears not in made:
                made[hears] = pieces(told, hears)
            news[stream] = made[hears]
        self._push(news)

    def _push(self, news: dict[Stream, bytes]) -> None:
        for stream, piece in news.items():
            if not stream.push(piece):
                self.streams.discard(stream)


def pieces(told: list[Told], hears: tuple[bool, ...]) -> bytes:
    """Events in the form of an event stream (HTML, 9.2.5); those not heard as their sequence alone."""
    lines = []
    for one, is_heard in zip(told, hears, strict=True):
        data = one.as_data() if is_heard else {"seq": one.seq}
        lines.append(f"id: {one.seq}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n")
    return "".join(lines).encode()


def _since(channel: UUID, last: int, limit: int) -> list[Told]:
    try:
        return since(channel, last, limit=limit)
    finally:
        give_back()


def _last(channel: UUID) -> int:
    from .models import Channel

    try:
        return Channel.objects.values_list("last", flat=True).filter(uuid=channel).first() or 0
    finally:
        give_back()


def give_back() -> None:
    """Let go of this thread's connection where a pool has it; elsewhere only of one that failed."""
    if connection.vendor == "postgresql" or connection.errors_occurred:
        connection.close()
