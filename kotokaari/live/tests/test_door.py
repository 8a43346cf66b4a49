"""The live door and the addresses among the pages tell the same; streams tell what comes, to whom it is for."""

import asyncio
import json
from contextlib import suppress

import pytest
from django.db import connections

from kotokaari.live import tickets
from kotokaari.live.door import Door

from .factories import a_channel, a_note, a_ticket, write

pytestmark = pytest.mark.django_db(transaction=True)


class Caller:
    """Asks a door as a server would."""

    def __init__(self, door, channel, ticket):
        self.door, self.channel, self.ticket = door, channel, ticket
        self.status, self.text, self.gone = 0, b"", asyncio.Event()
        self.sent = asyncio.Event()

    async def ask(self, method, what, body=b"", query="", **headers):
        headers = {"host": "testserver", "origin": "http://testserver", **headers}
        if self.ticket:
            headers["cookie"] = f"{tickets.cookie_name(self.channel.uuid)}={tickets.sign(self.ticket)}"
        parts = iter([{"type": "http.request", "body": body}])

        async def receive():
            with suppress(StopIteration):
                return next(parts)
            await self.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            self.status = message.get("status", self.status)
            self.text += message.get("body", b"")
            self.sent.set()

        scope = {
            "type": "http",
            "method": method,
            "path": f"/live/{self.channel.uuid}/{what}",
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        await self.door(scope, receive, send)
        return self

    @property
    def data(self):
        return json.loads(self.text)

    @property
    def heard(self):
        return [json.loads(line[6:]) for line in self.text.decode().splitlines() if line.startswith("data: ")]

    async def until(self, number):
        while len(self.heard) < number:
            self.sent.clear()
            await asyncio.wait_for(self.sent.wait(), 20)


def body_of(*acts):
    return json.dumps(
        {"acts": [{"op": str(one.op), "kind": one.kind, "payload": one.payload} for one in acts]}
    ).encode()


def at_the_door(story):
    """Run a story with a door, and let go of the connections its threads opened."""

    async def run():
        door = Door()
        try:
            return await story(door)
        finally:
            for pool in (door.followers.thread, door.followers.asking, door.writer._thread):
                await asyncio.get_running_loop().run_in_executor(pool, connections.close_all)
            door.followers.close()
            door.writer.close()

    return asyncio.run(run())


def test_the_door_and_the_pages_addresses_tell_the_same(client):
    channel = a_channel()
    ticket = a_ticket(channel)
    write(channel, a_note("one"), a_note("whispered", "whisper"))
    client.cookies[tickets.cookie_name(channel.uuid)] = tickets.sign(ticket)

    async def story(door):
        log = await Caller(door, channel, ticket).ask("GET", "log", query="last=0")
        state = await Caller(door, channel, ticket).ask("GET", "state")
        act = a_note("two")
        first = await Caller(door, channel, ticket).ask("POST", "acts", body_of(act))
        return log.data, state.data, act, first.data

    log, state, act, first = at_the_door(story)

    again = client.post(
        f"/live/{channel.uuid}/acts",
        body_of(act),
        content_type="application/json",
        headers={"origin": "http://testserver"},
    )
    assert first["receipts"][0].pop("mine") == {"length": 3}
    assert again.json() == first
    assert client.get(f"/live/{channel.uuid}/log?last=0").json()["events"][:2] == log["events"]
    assert client.get(f"/live/{channel.uuid}/state").json()["state"]["notes"] == [*state["state"]["notes"], "two"]


def test_a_stream_tells_what_was_missed_and_what_comes_each_as_far_as_it_is_for_her():
    channel = a_channel()
    write(channel, a_note("one"), a_note("two"))

    async def story(door):
        anna = Caller(door, channel, a_ticket(channel, "anna"))
        staff = Caller(door, channel, a_ticket(channel, "berit", staff=True))
        streams = [
            asyncio.create_task(anna.ask("GET", "events", last_event_id="1")),
            asyncio.create_task(staff.ask("GET", "events")),
        ]
        await anna.until(1)
        await Caller(door, channel, a_ticket(channel)).ask("POST", "acts", body_of(a_note("x", "whisper"), a_note("y")))
        await anna.until(3)
        await staff.until(4)
        for caller in (anna, staff):
            caller.gone.set()
        await asyncio.wait_for(asyncio.gather(*streams), 5)
        return anna.heard, staff.heard, dict(door.followers._channels)

    anna, staff, left = at_the_door(story)

    assert [told["seq"] for told in anna] == [2, 3, 4]
    assert anna[1] == {"seq": 3}
    assert [told["event"]["text"] for told in staff] == ["one", "two", "x", "y"]
    assert not left  # who leaves last takes the follower along


def test_a_phone_too_slow_for_the_news_is_let_go_and_the_others_are_told(monkeypatch):
    monkeypatch.setattr("kotokaari.live.following.MOST_WAITING", 2)
    channel = a_channel()

    async def story(door):
        slow, _last, _kept = await door.followers.join(a_ticket(channel, "slow"), 0)
        quick = Caller(door, channel, a_ticket(channel))
        stream = asyncio.create_task(quick.ask("GET", "events"))
        for number in range(4):
            await Caller(door, channel, a_ticket(channel)).ask("POST", "acts", body_of(a_note(str(number))))
            await quick.until(number + 1)
        piece, more = await slow.next()
        quick.gone.set()
        await asyncio.wait_for(stream, 5)
        return quick.heard, piece, more

    heard, piece, more = at_the_door(story)

    assert [told["event"]["text"] for told in heard] == ["0", "1", "2", "3"]
    assert (piece, more) == (b"", False)


def test_after_a_restart_phones_come_back_without_asking_the_database_each(monkeypatch):
    channel = a_channel()
    write(channel, *(a_note(str(number)) for number in range(5)))

    async def story(door):
        joined = [await door.followers.join(a_ticket(channel, str(number)), number) for number in range(6)]
        return [(reached, [told.seq for told in kept]) for _stream, reached, kept in joined]

    assert at_the_door(story) == [(5, list(range(number + 1, 6))) for number in range(6)]


def test_who_has_no_ticket_or_comes_from_elsewhere_is_kept_out():
    channel = a_channel()

    async def story(door):
        return [
            (await Caller(door, channel, None).ask("GET", "state")).status,
            (await Caller(door, channel, a_ticket(a_other)).ask("GET", "state")).status,
            (await Caller(door, channel, a_ticket(channel)).ask("GET", "state", origin="http://evil.example")).status,
            (await Caller(door, channel, a_ticket(channel)).ask("POST", "acts", b"nonsense")).status,
            (await Caller(door, channel, a_ticket(channel)).ask("DELETE", "acts")).status,
            (await Caller(door, channel, a_ticket(channel)).ask("GET", "events", last_event_id="x")).status,
        ]

    a_other = a_channel()
    assert at_the_door(story) == [401, 401, 403, 400, 405, 400]


def test_when_the_database_fails_the_phone_is_told_to_send_again(monkeypatch):
    from django.db import InterfaceError

    channel = a_channel()

    def broken(*_words):
        raise InterfaceError("connection already closed")

    async def story(door):
        with monkeypatch.context() as now:
            now.setattr("kotokaari.live.writer.record", broken)
            first = await Caller(door, channel, a_ticket(channel)).ask("POST", "acts", body_of(act))
        second = await Caller(door, channel, a_ticket(channel)).ask("POST", "acts", body_of(act))
        return first.status, second.data["receipts"][0]["seq"]

    act = a_note("one")
    assert at_the_door(story) == (503, 1)
