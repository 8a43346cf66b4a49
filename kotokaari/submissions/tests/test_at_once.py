"""Many at once: the last ten minutes of a call, authors who save in the same moment. Real transactions in threads."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from kotokaari.calls.tests.factories import a_call
from kotokaari.catalogue.tests.factories import a_record
from kotokaari.foundation.mail import silence
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.submissions import actions, answering
from kotokaari.submissions.asking import asked_in
from kotokaari.submissions.models import Author, Submission, SubmissionVersion, digest_of
from kotokaari.submissions.tests.factories import a_draft_submission, author_of

pytestmark = pytest.mark.django_db(transaction=True)


ONE_QUEUE = connection.vendor == "sqlite"  # its tests share one memory, and its writers stand in one queue
at_the_same_moment = pytest.mark.skipif(ONE_QUEUE, reason="SQLite's writers stand in one queue: PostgreSQL shows it")


def in_threads(work, things, workers=6):
    """What ``work`` gives for each thing, several at a time, each thread with a connection of its own."""
    if ONE_QUEUE:
        return [work(thing) for thing in things]

    def one(thing):
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, things))


def drafts_of(call, count):
    """So many drafts that can be sent, by one author."""
    author, organisation, record = UserFactory(), OrganisationFactory(), a_record()
    round_ = call.rounds.get()
    begun = round_.closes_at - timedelta(days=1)
    made = Submission.objects.bulk_create(
        Submission(
            call=call, round=round_, organisation=organisation, created_by=author, source_language="en",
            record={**record, "title": {"source": "en", "texts": {"en": {"text": f"Club {number}", "status": "human"}}}},
            begun_at=begun,
        )
        for number in range(count)
    )  # fmt: skip
    Author.objects.bulk_create(Author(submission=draft, user=author, is_lead=True) for draft in made)
    return made, author


@pytest.mark.slow
def test_five_hundred_in_the_last_ten_minutes_lose_nothing(monkeypatch):
    monkeypatch.setattr("kotokaari.submissions.receipt.paper", lambda version, language: b"%PDF")
    call = a_call(closes_in=timedelta(minutes=10))
    drafts, author = drafts_of(call, 500)

    def send(draft):
        with silence():
            return actions.send_submission(Submission.objects.get(pk=draft.pk), by=author)

    sent = in_threads(send, drafts)

    assert sorted(Submission.objects.values_list("number", flat=True)) == list(range(1, 501))
    assert len({version.receipt for version in sent}) == 500
    kept = {version.submission_id: version for version in SubmissionVersion.objects.select_related("submission")}
    for draft in drafts:
        version = kept[draft.pk]
        assert version.record["title"] == draft.record["title"]
        assert version.digest == digest_of(version)


def test_whoever_waits_in_the_queue_past_the_closing_has_asked_in_time():
    call = a_call()
    call.grace_minutes = 0
    call.save()
    drafts, author = drafts_of(call, 12)
    closes = call.rounds.get().closes_at
    before = closes - timedelta(seconds=1)

    def send(draft):
        with silence():
            asked = Submission.objects.get(pk=draft.pk)
            return actions.send_submission(asked, by=author, now=before)

    versions = in_threads(send, drafts)

    assert {version.is_late for version in versions} == {False}
    assert sorted(Submission.objects.values_list("number", flat=True)) == list(range(1, 13))


@at_the_same_moment
def test_the_same_draft_sent_twice_in_one_moment_has_one_number_and_two_receipts():
    draft = drafts_of(a_call(), 1)[0][0]
    author = author_of(draft)
    start = threading.Barrier(2)

    def send(_time):
        asked = Submission.objects.get(pk=draft.pk)
        start.wait()
        with silence():
            return actions.send_submission(asked, by=author)

    versions = in_threads(send, (1, 2))

    assert sorted(version.number for version in versions) == [1, 2]
    assert Submission.objects.get().number == 1
    assert Submission.objects.get().current.number == 2


@at_the_same_moment
def test_authors_who_save_in_the_same_moment_lose_nothing():
    call = a_call(fields=("title", "summary", "solution", "challenge"))
    draft = a_draft_submission(call=call)
    author = author_of(draft)
    asked = asked_in(call)
    start = threading.Barrier(4)

    def save(one):
        start.wait()
        return actions.save_draft(
            Submission.objects.get(pk=draft.pk),
            data={one.name: [f"Words of {one.name}"]},
            asked=[one],
            by=author,
            form=one.name,
            base={one.name: answering.same_values(one, {})},
        )

    in_threads(save, asked)

    draft.refresh_from_db()
    found = {name: draft.record[name]["texts"]["en"]["text"] for name in draft.record}
    assert found == {one.name: f"Words of {one.name}" for one in asked}
    assert draft.revision == 4


def test_a_letter_that_cannot_be_sent_does_not_undo_the_sending(monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("the post is closed")

    monkeypatch.setattr("kotokaari.foundation.mail.EmailMessage.send", broken)
    draft, author = drafts_of(a_call(), 1)

    version = actions.send_submission(draft[0], by=author)

    assert Submission.objects.get().current == version
    assert mail.outbox == []
    assert Counter(version.submission.authors.values_list("user", flat=True)) == {author.pk: 1}
    assert version.sent_at <= timezone.now()
