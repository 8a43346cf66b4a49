"""Many phones on a bad net: every act stored once, every phone with the same board in the same order."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from uuid import UUID, uuid4

import pytest

from tools.testpg import free_port

from .phones import Phone

pytestmark = pytest.mark.slow
WORDS = 5  # acts of each phone
PATIENCE = 120  # seconds until something must be wrong


class House:
    """The live door of a house, which may be killed and comes back."""

    def __init__(self, home):
        self.home, self.port, self.process = home, free_port(), None
        self.start()

    def start(self):
        environment = {**self.home.environment, "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings"}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.ops.live_house", str(self.port)], env=environment)

    async def ready(self):
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.1)
        raise AssertionError("the live door did not open")

    async def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()
        await self.ready()

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def channel_of():
    def make(home):
        uuid = uuid4()
        written = str(uuid) if home.engine == "postgresql" else uuid.hex
        with home.connected() as run:
            run(
                "INSERT INTO live_channel (uuid, kind, last, opened_at) VALUES (?, 'notes', 0, CURRENT_TIMESTAMP)",
                [written],
            )
        return uuid

    return make


def stored(home):
    """Everything in the log: (sequence, op, text), in order."""
    with home.connected() as run:
        rows = list(run("SELECT seq, op, event FROM live_act ORDER BY seq", []))
    return [
        (seq, str(UUID(str(op))), (event if isinstance(event, dict) else json.loads(event))["text"])
        for seq, op, event in rows
    ]


async def chaos(house, channel, many):
    """So many phones write and listen while the net and the server fail. Gives the phones."""
    await house.ready()
    complete = many * WORDS
    phones = [
        Phone(house.port, channel, f"p{number}", dropped=0.2, cut=3 / complete, seed=number) for number in range(many)
    ]

    async def speak(phone, number):
        for word in range(WORDS):
            await asyncio.sleep(phone.dice.random() * 1.5)
            phone.write(f"{number}/{word}")
            await phone.send()

    async def fail():
        for _time in range(2):
            await asyncio.sleep(2)
            await house.kill()

    listening = [asyncio.create_task(phone.listen(lambda phone: phone.last >= complete)) for phone in phones]
    await asyncio.wait_for(asyncio.gather(fail(), *(speak(phone, at) for at, phone in enumerate(phones))), PATIENCE)
    await asyncio.wait_for(asyncio.gather(*listening), PATIENCE)
    return phones


@pytest.mark.parametrize("many", [30, 300])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_is_there_twice(engine, many, make_home, channel_of):
    home = make_home(engine)
    house = House(home)
    try:
        phones = asyncio.run(chaos(house, channel_of(home), many))
    finally:
        house.stop()

    log = stored(home)
    assert [seq for seq, _op, _text in log] == list(range(1, many * WORDS + 1))
    assert sorted(text for _seq, _op, text in log) == sorted(
        f"{at}/{word}" for at in range(many) for word in range(WORDS)
    )
    receipts = {op: seq for phone in phones for op, seq in phone.received.items()}
    assert receipts == {op: seq for seq, op, _text in log}
    boards = {tuple(phone.board) for phone in phones}
    assert boards == {tuple((seq, text) for seq, _op, text in log)}
    assert sum(phone.lost_receipts for phone in phones) > many / 2
    assert sum(phone.broken_streams for phone in phones) > many / 2
