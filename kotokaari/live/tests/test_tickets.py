"""Who comes in, and what she is told."""

import json
from uuid import uuid4

import pytest
from django.core import signing
from django.http import HttpResponse

from kotokaari.live import service, tickets
from kotokaari.live.registry import Ticket

from .factories import a_channel, a_note, a_ticket, write

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


def sent(client, channel, *acts, origin=HERE, **headers):
    body = {"acts": [{"op": str(act.op), "kind": act.kind, "payload": act.payload} for act in acts]}
    return client.post(
        f"/live/{channel.uuid}/acts",
        json.dumps(body),
        content_type="application/json",
        headers={**({"origin": origin} if origin else {}), **headers},
    )


def let_in(client, ticket):
    client.cookies[tickets.cookie_name(ticket.channel)] = tickets.sign(ticket)
    return client


def test_a_page_goes_on_with_its_own_ticket_when_its_browser_holds_others(client):
    channel = a_channel()
    staff, own = (
        Ticket(channel.uuid, "staff:1", is_staff=True),
        Ticket(channel.uuid, "anna", frozenset({"person:anna"})),
    )
    looks, later = Ticket(channel.uuid, "wall"), Ticket(channel.uuid, "olga", frozenset({"person:olga"}))
    response = HttpResponse()
    for ticket in (staff, own, looks):
        tickets.give(response, ticket)
    cookies = {name: one.value for name, one in response.cookies.items()}

    assert len(cookies) == 3
    assert [tickets.find(cookies, channel.uuid, one.who) for one in (staff, own, looks)] == [staff, own, looks]
    assert tickets.find(cookies, channel.uuid) == own
    tickets.give(response, later)
    cookies = {name: one.value for name, one in response.cookies.items()}
    assert tickets.find(cookies, channel.uuid, own.who) is None
    assert tickets.find(cookies, uuid4(), staff.who) is None


def test_a_ticket_reads_as_it_was_signed():
    ticket = Ticket(uuid4(), "anna", frozenset({"person:anna", "group:2"}), is_staff=True)

    assert tickets.read(tickets.sign(ticket)) == ticket


def test_a_forged_or_strange_ticket_is_none():
    true = tickets.sign(Ticket(uuid4(), "anna"))
    content, rest = true.split(":", 1)

    assert tickets.read(f"{content[:-2]}AA:{rest}") is None
    assert tickets.read(signing.dumps([uuid4().hex, "anna", [], True], salt="another")) is None
    assert tickets.read(signing.dumps(["no uuid", "anna", [], True], salt=tickets.SALT)) is None
    assert tickets.read("") is None


def test_a_ticket_ages(monkeypatch):
    import time

    text = tickets.sign(Ticket(uuid4(), "anna"))
    assert tickets.read(text) is not None

    later = time.time() + tickets.LASTS.total_seconds() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert tickets.read(text) is None


def test_without_a_ticket_or_with_that_of_another_channel_nobody_comes_in(client):
    one, other = a_channel(), a_channel()

    assert sent(client, one, a_note()).status_code == 401
    client.cookies[tickets.cookie_name(one.uuid)] = tickets.sign(a_ticket(other))
    assert sent(client, one, a_note()).status_code == 401
    assert client.get(f"/live/{one.uuid}/state").status_code == 401
    let_in(client, a_ticket(one))
    assert sent(client, one, a_note()).status_code == 200


def test_acts_come_from_pages_of_the_house(client):
    channel = a_channel()
    let_in(client, a_ticket(channel))

    assert sent(client, channel, a_note(), origin="http://evil.example").status_code == 401
    assert sent(client, channel, a_note(), origin=None).status_code == 401
    assert sent(client, channel, a_note(), origin="null").status_code == 401
    assert sent(client, channel, a_note(), origin="http://testserver:8001").status_code == 200
    assert client.get(f"/live/{channel.uuid}/log", headers={"sec-fetch-site": "cross-site"}).status_code == 401
    assert client.get(f"/live/{channel.uuid}/log").status_code == 200


def test_the_cookie_goes_to_the_live_addresses_alone():
    channel, response = a_channel(), HttpResponse()
    tickets.give(response, a_ticket(channel))

    [cookie] = response.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/live/", True, "Lax")


def test_hands_are_faster_than_nothing_and_slower_than_programs(client, monkeypatch):
    monkeypatch.setattr(service, "pace", service.Pace())
    channel = a_channel()
    let_in(client, a_ticket(channel))
    refused = []
    for _sending in range(10):
        receipts = sent(client, channel, *(a_note() for _act in range(20))).json()["receipts"]
        refused += [receipt.get("refused") for receipt in receipts]

    assert refused[: service.AT_ONCE] == [None] * service.AT_ONCE
    assert refused[-1] == "too_many"


def test_each_has_a_pace_of_her_own_and_it_comes_back():
    pace, channel = service.Pace(), a_channel()
    anna, bertta = a_ticket(channel, "anna"), a_ticket(channel, "bertta")

    assert all(pace.allows(anna, 100.0) for _act in range(service.AT_ONCE))
    assert not pace.allows(anna, 100.0)
    assert pace.allows(bertta, 100.0)
    assert pace.allows(anna, 101.0)


def test_thirty_phones_with_ten_thousand_ideas_in_a_minute_do_not_take_the_day_from_the_others():
    pace, channel = service.Pace(), a_channel()
    flood = [a_ticket(channel, f"phone {number}") for number in range(30)]
    calm = [a_ticket(channel, f"person {number}") for number in range(30)]
    taken = heard = 0
    for moment in range(600):  # tenths of a second
        now = 100.0 + moment / 10
        taken += sum(pace.allows(flood[at % 30], now) for at in range(moment * 17, moment * 17 + 17))
        heard += pace.allows(calm[moment % 30], now)  # each three seconds

    assert heard == 600
    most = service.DAY_AT_ONCE + 60 * service.DAY_A_SECOND + 30 * (service.CALM + 60 * service.CALM_A_SECOND)
    assert taken <= most < 4_100
    assert service.Pace().allows(flood[0], now)
    assert pace.allows(a_ticket(a_channel(), "phone 0"), now)  # another day knows nothing of it


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"acts": []}',
        b'{"acts": [{"op": "7", "kind": "note", "payload": {}}]}',
        b'{"acts": [{"op": "9a5f0b1e-5b0f-4a55-9d7e-1a2b3c4d5e6f", "kind": "note", "payload": []}]}',
        b'{"acts": [{"op": "9a5f0b1e-5b0f-4a55-9d7e-1a2b3c4d5e6f", "kind": "note", "payload": {}, "made_at": "now"}]}',
        b'{"acts": [{"op": "9a5f0b1e-5b0f-4a55-9d7e-1a2b3c4d5e6f", "kind": "note", "payload": {"text": "'
        + b"a" * 30_000
        + b'"}}]}',
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_understood_is_said_so(client, body):
    channel = a_channel()
    let_in(client, a_ticket(channel))

    answer = client.post(f"/live/{channel.uuid}/acts", body, content_type="application/json", headers={"origin": HERE})

    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_what_is_for_staff_reaches_others_as_a_bare_sequence():
    channel = a_channel()
    write(channel, a_note("aloud"), a_note("for staff", "whisper"))

    told = service.poll(channel.uuid, a_ticket(channel), 0)
    staff = service.poll(channel.uuid, a_ticket(channel, staff=True), 0)

    assert told["events"][1] == {"seq": 2}
    assert "for staff" not in json.dumps(told)
    assert staff["events"][1]["event"] == {"text": "for staff"}
    assert told["last"] == staff["last"] == 2
