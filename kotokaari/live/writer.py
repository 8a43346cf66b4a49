"""One writer a process: acts that arrive within a few milliseconds share a transaction, then get their receipts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import structlog
from django.db import Error, connection

from .recording import Receipt, record
from .registry import Incoming, Ticket

log = structlog.get_logger("kotokaari.live")
GATHERED = 0.008  # seconds that acts are waited for
MOST_AT_ONCE = 200
Waiting = tuple[UUID, list[tuple[Ticket, Incoming]], "asyncio.Future[list[Receipt]]"]


class Writer:
    """Takes acts of all channels, in the order in which they came. Lives on one event loop."""

    def __init__(self, written: Callable[[UUID], None]) -> None:
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-writer")
        self._written = written
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def write(self, channel: UUID, acts: list[tuple[Ticket, Incoming]]) -> list[Receipt]:
        """Receipts once the acts are on disk. Raises what the database raises: then nothing was written."""
        answer: asyncio.Future[list[Receipt]] = asyncio.get_running_loop().create_future()
        await self._queue.put((channel, acts, answer))
        return await answer

    async def _run(self) -> None:
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(GATHERED)
            while not self._queue.empty() and sum(len(acts) for _c, acts, _a in batch) < MOST_AT_ONCE:
                batch.append(self._queue.get_nowait())
            by_channel: dict[UUID, list[Waiting]] = defaultdict(list)
            for waiting in batch:
                by_channel[waiting[0]].append(waiting)
            for channel, waiting_ones in by_channel.items():
                await self._write(channel, waiting_ones)

    async def _write(self, channel: UUID, waiting: Sequence[Waiting]) -> None:
        acts = [act for _channel, some, _answer in waiting for act in some]
        try:
            receipts = await asyncio.get_running_loop().run_in_executor(self._thread, _record, channel, acts)
        except Exception as error:  # each sender learns that nothing was written, and sends again
            log.exception("acts not written", channel=str(channel), acts=len(acts))
            for _channel, _some, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        at = 0
        for _channel, some, answer in waiting:
            if not answer.done():
                answer.set_result(receipts[at : at + len(some)])
            at += len(some)
        self._written(channel)

    def close(self) -> None:
        """Stop: what was not written has no receipt and is sent again."""
        self._task.cancel()
        self._thread.shutdown(wait=True)


def _record(channel: UUID, acts: Sequence[tuple[Ticket, Incoming]]) -> list[Receipt]:
    try:
        return record(channel, acts)
    except Error:
        connection.close()
        raise
    finally:
        if connection.vendor == "postgresql":
            connection.close()  # back to the pool
