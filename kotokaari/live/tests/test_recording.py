"""What is taken is kept once, in order; what is not taken leaves nothing."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone, translation

from kotokaari.live import service
from kotokaari.live.models import Act, Channel
from kotokaari.live.recording import record, since
from kotokaari.live.registry import Incoming, Ticket, handler_of

from .factories import a_channel, a_note, a_ticket, write

pytestmark = pytest.mark.django_db


def test_sequences_have_no_gap_though_some_acts_are_refused():
    channel = a_channel()

    receipts = write(channel, a_note("one"), a_note(""), a_note("two"))
    receipts += write(channel, a_note("three"))

    assert [receipt.seq for receipt in receipts] == [1, 0, 2, 3]
    assert receipts[1].refused == "empty"
    assert receipts[1].sentence
    assert [told.event["text"] for told in since(channel.uuid, 0)] == ["one", "two", "three"]
    assert Channel.objects.get(pk=channel.pk).last == 3


def test_an_act_sent_again_gets_the_receipt_it_had():
    channel = a_channel()
    act = a_note("one")

    first, second = write(channel, act, act)
    [third] = write(channel, act)

    assert first.seq == second.seq == third.seq == 1
    assert first.at == third.at
    assert first.mine == {"length": 3}
    assert Act.objects.count() == 1


def test_an_act_of_another_channel_tells_nothing():
    one, other = a_channel(), a_channel()
    act = a_note("one")
    write(one, act)

    [receipt] = write(other, act)

    assert receipt.refused == "elsewhere"
    assert not receipt.seq
    assert Channel.objects.get(pk=other.pk).last == 0


def test_an_act_that_fails_in_the_middle_leaves_nothing_and_the_others_stay():
    channel = a_channel()

    receipts = write(channel, a_note("one"), a_note("two", "boom"), a_note("three"))

    assert [(receipt.seq, receipt.refused) for receipt in receipts] == [(1, ""), (0, "failed"), (2, "")]
    assert list(Act.objects.values_list("kind", flat=True)) == ["note", "note"]


def test_what_a_refused_act_wrote_before_goes(monkeypatch):
    channel, other = a_channel(), a_channel()

    def half_way(ticket, act):
        Channel.objects.filter(pk=other.pk).update(kind="touched")
        from kotokaari.live.registry import Refused

        return Refused("no", "No.")

    monkeypatch.setattr(handler_of("notes"), "take", half_way)

    assert write(channel, a_note())[0].refused == "no"
    assert Channel.objects.get(pk=other.pk).kind == "notes"


def test_after_an_act_that_fails_the_room_begins_anew(monkeypatch):
    channel, begun = a_channel(), []
    notes = handler_of("notes")
    monkeypatch.setattr(notes, "begin", lambda row: begun.append(row) or notes)

    write(channel, a_note("one"), a_note("two"), a_note("x", "boom"), a_note("three"))

    assert len(begun) == 2


def test_when_the_database_fails_nobody_gets_a_receipt_and_nothing_is_written(monkeypatch):
    channel = a_channel()
    notes = handler_of("notes")
    take = notes.take

    def locked(ticket, act):
        if act.payload["text"] == "two":
            raise OperationalError("database is locked")
        return take(ticket, act)

    monkeypatch.setattr(notes, "take", locked)

    with pytest.raises(OperationalError):
        write(channel, a_note("one"), a_note("two"))

    assert not Act.objects.exists()
    assert Channel.objects.get(pk=channel.pk).last == 0


def test_a_closed_channel_takes_nothing_new_and_knows_what_it_took():
    channel = a_channel()
    act = a_note("one")
    write(channel, act)
    Channel.objects.filter(pk=channel.pk).update(closed_at=timezone.now())

    known, new = write(channel, act, a_note("two"))

    assert known.seq == 1
    assert new.refused == "closed"


def test_a_closed_channel_takes_what_its_room_takes_afterwards():
    channel = a_channel(closed_at=timezone.now())
    staff = Ticket(channel.uuid, "staff", is_staff=True)

    taken, not_taken = record(channel.uuid, [(staff, a_note("hidden")), (staff, Incoming(uuid4(), "whisper", {}))])

    assert taken.seq == 1
    assert not_taken.refused == "closed"


def test_of_a_secret_act_neither_words_nor_moment_nor_author_are_kept():
    channel = a_channel()

    write(channel, a_note("my vote", "secret", made_at=timezone.now()))

    act = Act.objects.get()
    assert (act.payload, act.event, act.author, act.made_at) == ({}, {"votes": 1}, "", None)


def test_a_phone_whose_clock_is_far_off_tells_no_moment():
    channel = a_channel()

    write(channel, a_note("one", made_at=timezone.now() - timedelta(days=400)), a_note("two", made_at=timezone.now()))

    assert [act.made_at is None for act in Act.objects.order_by("seq")] == [True, False]


def test_the_database_itself_keeps_the_log_as_it_is():
    channel = a_channel()
    write(channel, a_note("one"))

    with pytest.raises(DatabaseError), transaction.atomic():
        Act.objects.update(event={"text": "another"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE live_act SET seq = 7")

    assert Act.objects.get().event == {"text": "one"}


@pytest.mark.parametrize("count", [1, 3, 100])
def test_reading_the_log_costs_one_query_and_the_state_two(count, django_assert_num_queries):
    channel = a_channel()
    write(channel, *(a_note(str(number)) for number in range(count)))
    ticket = a_ticket(channel)

    with django_assert_num_queries(1):
        assert len(service.poll(channel.uuid, ticket, 0)["events"]) == count
    with django_assert_num_queries(2):
        assert service.state(channel.uuid, ticket)["last"] == count


@pytest.mark.parametrize("count", [1, 3, 20])
def test_writing_costs_the_same_whatever_the_number_but_a_savepoint_each(count, django_assert_num_queries):
    channel = a_channel()
    acts = [a_note(str(number)) for number in range(count)]

    with django_assert_num_queries(6 + 2 * count):  # begin, channel, known ones, acts, last, commit
        write(channel, *acts)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("fi", "Päivä on päättynyt"), ("sv-FI", "Dagen är slut"), ("xx", "This day has ended"), ("", "This")],
)
def test_a_refusal_is_said_in_the_language_of_the_page_it_was_done_on(asked, sentence):
    channel = a_channel(closed_at=timezone.now())
    body = json.dumps({"acts": [{"op": str(uuid4()), "kind": "note", "payload": {"text": "bread"}}]}).encode()

    with translation.override("en"):
        [receipt] = write(channel, *service.parse(body, asked))

    assert receipt.sentence.startswith(sentence)
