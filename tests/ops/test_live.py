"""Many phones on a bad net: every act stored once, every phone with the same board in the same order."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from uuid import UUID, uuid4

import pytest

from kotokaari.live.service import CALM, CALM_A_SECOND, DAY_A_SECOND, DAY_AT_ONCE
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


FLOOD, FLOODING = 10_000, 30  # acts, and the phones that send them as fast as they go


async def flood(house, channel):
    """Thirty phones send ten thousand acts at once while one person writes now and then.

    Gives what became of the acts by how it was called, the person's phone, and how long it took, in seconds.
    """
    await house.ready()
    outcomes = Counter()
    calm = Phone(house.port, channel, "calm")
    began = time.monotonic()

    async def send_all(phone):
        for _batch in range(FLOOD // FLOODING // 20 + 1):
            receipts = await phone._post([(str(uuid4()), "Whatever") for _act in range(20)])
            outcomes.update("stored" if "seq" in one else one["refused"] for one in receipts)

    async def write_now_and_then():
        is_over = False
        while not is_over:  # once at least when the day's bucket is empty
            is_over = flooding.done()
            calm.write(f"Said calmly {len(calm.received)}")
            await calm.send()  # an act that is refused fails the test
            await asyncio.sleep(2)

    flooding = asyncio.gather(*(send_all(Phone(house.port, channel, f"p{at}")) for at in range(FLOODING)))
    await asyncio.wait_for(asyncio.gather(flooding, write_now_and_then()), PATIENCE)
    return outcomes, calm, time.monotonic() - began


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_ten_thousand_ideas_in_a_minute_do_not_take_the_day_from_the_others(engine, make_home, channel_of):
    home = make_home(engine)
    house = House(home)
    try:
        outcomes, calm, seconds = asyncio.run(flood(house, channel_of(home)))
    finally:
        house.stop()

    assert outcomes.total() >= FLOOD
    assert set(outcomes) == {"stored", "too_many"}
    assert (
        DAY_AT_ONCE
        <= outcomes["stored"]
        <= DAY_AT_ONCE + seconds * DAY_A_SECOND + FLOODING * (CALM + seconds * CALM_A_SECOND)
    )
    assert calm.received
    assert not calm.outbox
    log = stored(home)
    assert [seq for seq, _op, _text in log] == list(range(1, outcomes["stored"] + len(calm.received) + 1))
    assert {seq: text for seq, _op, text in log if text != "Whatever"} == {
        seq: f"Said calmly {at}" for at, seq in enumerate(sorted(calm.received.values()))
    }
