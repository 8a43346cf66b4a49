"""Phones as the live door sees them: an outbox that keeps each act until a receipt names its sequence, and a stream.

A phone does what the island in the browser does (frontend/islands/live): an id made once per act, ordered batches,
sending again after a while, a stream taken up again at the last sequence. What goes wrong on the way is thrown dice
for: receipts that never arrive, streams that break.
"""

import asyncio
import json
import random
import time
from contextlib import suppress
from uuid import UUID, uuid4

from django.test import override_settings

from kotokaari.live import tickets
from kotokaari.live.registry import Ticket

from .desk_client import KEY


class Phone:
    """One phone. ``acts`` are the texts it wants said; ``board`` is what its stream told it, in order."""

    def __init__(self, port, channel: UUID, person, *, dropped=0.0, cut=0.0, seed=0):
        self.port, self.channel = port, channel
        with override_settings(SECRET_KEY=KEY):
            self.cookie = f"{tickets.cookie_name(channel)}={tickets.sign(Ticket(channel, person))}"
        self.outbox: dict[str, str] = {}
        self.received: dict[str, int] = {}
        self.board: list[tuple[int, str]] = []
        self.last = 0
        self.dropped, self.cut = dropped, cut
        self.dice = random.Random(seed)
        self.lost_receipts = self.broken_streams = 0
        self.receipt_seconds: list[float] = []
        self.seen_at: dict[int, float] = {}
        self.connection = None

    def write(self, text):
        """Keep an act; it is sent by ``send``."""
        self.outbox[str(uuid4())] = text

    async def send(self):
        """Send what is in the outbox, as often as it takes."""
        wait = 0.05
        while self.outbox:
            batch = list(self.outbox.items())[:20]
            began = time.monotonic()
            try:
                receipts = await self._post(batch)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self.connection = None
                await asyncio.sleep(wait * (0.5 + self.dice.random()))
                wait = min(1.0, wait * 1.7)
                continue
            if self.dice.random() < self.dropped:
                self.lost_receipts += 1  # they were on the way when the net went away
                await asyncio.sleep(wait * self.dice.random())
                continue
            wait = 0.05
            self.receipt_seconds.append(time.monotonic() - began)
            for receipt in receipts:
                assert "seq" in receipt, receipt
                self.received[receipt["op"]] = receipt["seq"]
                self.outbox.pop(receipt["op"], None)

    async def _post(self, batch):
        acts = [{"op": op, "kind": "note", "payload": {"text": text}} for op, text in batch]
        body = json.dumps({"acts": acts}).encode()
        if self.connection is None:
            self.connection = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.connection
        head = (
            f"POST /live/{self.channel}/acts HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:1\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        status = await reader.readline()
        length = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        answer = await reader.readexactly(length)
        assert b" 4" not in status, (status, answer)
        if b" 200 " not in status:
            raise OSError(f"{status!r} {answer[:200]!r}")
        return json.loads(answer)["receipts"]

    async def listen(self, until):
        """Follow the stream until ``until(self)``, whatever breaks on the way."""
        while not until(self):
            writer = None
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(
                    f"GET /live/{self.channel}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: {self.last}\r\n"
                    f"Cookie: {self.cookie}\r\nAccept: text/event-stream\r\n\r\n".encode()
                )
                await self._follow(reader, until)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                await asyncio.sleep(0.05 + 0.2 * self.dice.random())
            finally:
                if writer is not None:
                    writer.close()
                    with suppress(OSError):
                        await writer.wait_closed()

    async def _follow(self, reader, until):
        status = await reader.readline()
        if b" 200 " not in status:
            raise OSError(status)
        while not until(self):
            line = await asyncio.wait_for(reader.readline(), 20)
            if not line:
                raise OSError("the stream ended")
            if line.startswith(b"data: "):
                self._hear(json.loads(line[6:]))
                if self.dice.random() < self.cut:
                    self.broken_streams += 1
                    raise OSError("the net went away")

    def _hear(self, told):
        if told["seq"] <= self.last:
            return
        assert told["seq"] == self.last + 1, (self.last, told)
        self.last = told["seq"]
        self.seen_at[self.last] = time.monotonic()
        self.board.append((told["seq"], told["event"]["text"]))
