"""The live door: how soon everybody knows, beside a bare asyncio server of server-sent events in the same run.

One thousand listeners and one act at a time, for the spread of a broadcast; then three hundred phones on a calm
net, for the time until a receipt and until others see what was done. The house is the live door in a process of its
own, over SQLite with full synchronisation, with a channel of notes; the listeners live in another process.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID, uuid4

from tests.ops.desk_client import KEY
from tools.testpg import free_port

from . import report

LISTENERS, BROADCASTS, ROUNDS = 1_000, 20, 3
PHONES, EACH, CALM_SECONDS = 300, 2, 30.0
TEXT = (
    "An idea as long as ideas are: coffee in the hall before school, once a week, with somebody who speaks my language."
)


def rows(say: Callable[[str], None]) -> list[dict]:
    """The figures of the live door; the house is the one Django is set up for."""
    say(f"Measuring the live door with {LISTENERS} listeners and {PHONES} phones …")
    channel = _channel()
    ours, bare = [], []
    with _serving("tests.ops.live_house") as door, _serving("bench.live") as floor:
        for turn in range(ROUNDS + 1):
            spread_ours = asyncio.run(_broadcasts(door, f"/live/{channel}/events?last=0", _writer(door, channel)))
            spread_bare = asyncio.run(_broadcasts(floor, "/events", _bare_writer(floor)))
            if turn:
                ours.append(spread_ours)
                bare.append(spread_bare)
        calm = asyncio.run(_calm(door, _channel()))
    mine, least = (statistics.median(whole for whole, _spread in found) for found in (ours, bare))
    told, least_told = (statistics.median(spread for _whole, spread in found) for found in (ours, bare))
    note = f"{mine:.0f} ms against {least:.0f} ms, sent until 95 of 100 have it, ours written to disk before"
    after = f"{told:.0f} ms against {least_told:.0f} ms, from the first listener who has it to the 95th of 100"
    what = f"{PHONES} phones, {PHONES * EACH} acts in {CALM_SECONDS:.0f} s"
    return [
        report.plain(
            f"An act to {LISTENERS} listeners, p95, against a bare asyncio server", mine / least, "×", 3, note
        ),
        report.plain("Its telling alone, against the bare server's", told / least_told, "×", None, after),
        report.plain(f"Receipt, p95, {what}", calm["receipt"], "ms", 100, f"median {calm['receipt median']:.0f} ms"),
        report.plain(f"Seen by others, p95, {what}", calm["seen"], "ms", 250, f"median {calm['seen median']:.0f} ms"),
        report.plain("Memory of the live door meanwhile", calm["memory"], "MB", None, "one process, pages not served"),
    ]


def _channel() -> UUID:
    from kotokaari.live.models import Channel

    return Channel.objects.create(kind="notes").uuid


@contextmanager
def _serving(module: str) -> Iterator[subprocess.Popen]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", module, str(port)], env={**os.environ, "KOTOKAARI_SECRET_KEY": KEY}
    ) as process:
        process.port = port  # type: ignore[attr-defined]
        try:
            asyncio.run(_ready(port))
            yield process
        finally:
            process.kill()


async def _ready(port: int) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the server did not open")


def _cookie(channel: UUID, person: str) -> str:
    from tests.ops.phones import Phone

    return Phone(0, channel, person).cookie


class Listener(asyncio.Protocol):
    """A phone's end of a stream, as thin as can be: when did bytes with this mark arrive."""

    def __init__(self, request: bytes, arrived: Callable[[bytes, float], None]) -> None:
        self.request, self.arrived, self.is_open = request, arrived, asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        """Ask for the stream."""
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Note when it came."""
        if not self.is_open.done() and b"retry" in data:
            self.is_open.set_result(True)
        if b"data: " in data:
            self.arrived(data, time.perf_counter())


async def _listen(port: int, path: str, cookie: str, arrived: Callable[[bytes, float], None]):
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n"
    loop = asyncio.get_running_loop()
    transport, listener = await loop.create_connection(lambda: Listener(head.encode(), arrived), "127.0.0.1", port)
    await listener.is_open
    return transport


async def _broadcasts(server, path: str, write) -> tuple[float, float]:
    """Milliseconds until 95 of 100 listeners have an act: from the sending, and from the first who has it. Medians."""
    arrivals: dict[str, list[float]] = {}

    def arrived(data: bytes, at: float) -> None:
        for mark, times in arrivals.items():
            if mark.encode() in data:
                times.append(at)

    channel = UUID(path.split("/")[2]) if path.startswith("/live/") else None
    cookie = _cookie(channel, "listener") if channel else "none=1"
    if channel:
        path = f"/live/{channel}/events?last={await _last(server.port, channel)}"
    transports = []
    for at in range(0, LISTENERS, 50):
        transports += await asyncio.gather(
            *(_listen(server.port, path, cookie, arrived) for _one in range(at, min(at + 50, LISTENERS)))
        )
    found = []
    for number in range(BROADCASTS):
        mark = uuid4().hex
        arrivals.clear()
        arrivals[mark] = []
        begun = time.perf_counter()
        await write(f"{TEXT} {mark}", number)
        give_up = time.monotonic() + 20
        while len(arrivals[mark]) < LISTENERS and time.monotonic() < give_up:
            await asyncio.sleep(0.02)
        assert len(arrivals[mark]) == LISTENERS, f"{len(arrivals[mark])} of {LISTENERS} were told"
        times = sorted(arrivals[mark])
        ninety_fifth = times[int(LISTENERS * 0.95)]
        found.append(((ninety_fifth - begun) * 1000, (ninety_fifth - times[0]) * 1000))
        await asyncio.sleep(0.05)
    for transport in transports:
        transport.close()
    await asyncio.sleep(0.2)
    return statistics.median(whole for whole, _spread in found), statistics.median(spread for _whole, spread in found)


async def _last(port: int, channel: UUID) -> int:
    cookie = _cookie(channel, "asker")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /live/{channel}/state HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    return int(json.loads(answer.partition(b"\r\n\r\n")[2])["last"])


def _writer(server, channel: UUID):
    from tests.ops.phones import Phone

    async def write(text: str, number: int) -> None:
        phone = Phone(server.port, channel, f"writer-{number}-{uuid4().hex[:4]}")
        phone.write(text)
        await phone.send()
        phone.connection[1].close()

    return write


def _bare_writer(server):
    async def write(text: str, _number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        body = json.dumps({"text": text}).encode()
        writer.write(b"POST /acts HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await reader.read()
        writer.close()

    return write


async def _calm(server, channel: UUID) -> dict[str, float]:
    """Three hundred phones that listen, and write now and then."""
    import psutil

    from tests.ops.phones import Phone

    seen: list[float] = []
    words = re.compile(rb'"text":"([0-9]+/[0-9]+)"')

    def arrived(data: bytes, at: float) -> None:
        seen.extend((at - sent[word.decode()]) * 1000 for word in words.findall(data))

    phones = [Phone(server.port, channel, f"p{number}", seed=number) for number in range(PHONES)]
    sent: dict[str, float] = {}

    async def speak(phone: Phone, number: int) -> None:
        for word in range(EACH):
            await asyncio.sleep(phone.dice.random() * 2 * CALM_SECONDS / EACH)
            text = f"{number}/{word}"
            sent[text] = time.perf_counter()
            phone.write(text)
            await phone.send()

    path = f"/live/{channel}/events?last=0"
    streams = [await _listen(server.port, path, phone.cookie, arrived) for phone in phones]
    await asyncio.sleep(2)
    await asyncio.gather(*(speak(phone, number) for number, phone in enumerate(phones)))
    give_up = time.monotonic() + 30
    while len(seen) < PHONES * PHONES * EACH and time.monotonic() < give_up:
        await asyncio.sleep(0.1)
    assert len(seen) == PHONES * PHONES * EACH, f"{len(seen)} of {PHONES * PHONES * EACH} were told"
    for stream in streams:
        stream.close()
    seen.sort()
    receipts = sorted(1000 * seconds for phone in phones for seconds in phone.receipt_seconds)
    return {
        "receipt": receipts[int(len(receipts) * 0.95)],
        "receipt median": statistics.median(receipts),
        "seen": seen[int(len(seen) * 0.95)],
        "seen median": statistics.median(seen),
        "memory": psutil.Process(server.pid).memory_info().rss / 1e6,
    }


async def bare(port: int) -> None:
    """The least a server of events can do: one loop, no framework, nothing kept."""
    writers: set[asyncio.StreamWriter] = set()
    seq = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seq
        with suppress(OSError, asyncio.IncompleteReadError):
            line = await reader.readline()
            length = 0
            while (header := await reader.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            if line.startswith(b"GET"):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 1000\n\n")
                writers.add(writer)
                await reader.read()
                writers.discard(writer)
            elif line.startswith(b"POST"):
                seq += 1
                piece = b"id: %d\ndata: %s\n\n" % (seq, await reader.readexactly(length))
                for one in writers:
                    one.write(piece)
                writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port, backlog=4096) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(bare(int(sys.argv[1])))
