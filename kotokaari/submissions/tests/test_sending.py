from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from kotokaari.arc.models import Link
from kotokaari.arc.tests.factories import ElsewhereFactory
from kotokaari.calls.models import Call
from kotokaari.calls.tests.factories import a_call, own_question
from kotokaari.catalogue.tests.factories import a_practice, a_record
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.registry import Registry
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions import actions, registries
from kotokaari.submissions.models import SentIsFixed, Submission, SubmissionVersion, digest_of
from kotokaari.submissions.signals import submission_sent, submission_withdrawn
from kotokaari.submissions.tests.factories import a_draft_submission, author_of
from kotokaari.submissions.timing import window_of

pytestmark = pytest.mark.django_db


def a_ready_draft(call=None, **more):
    return a_draft_submission(call=call or a_call(), record=a_record(), **more)


def sent(draft, **more):
    return actions.send_submission(draft, by=author_of(draft), **more)


def at(draft, **delta):
    """A moment after the closing of its round."""
    return draft.round.closes_at + timedelta(**delta)


def test_what_is_sent_is_fixed_numbered_and_receipted(django_capture_on_commit_callbacks):
    draft = a_ready_draft()
    with django_capture_on_commit_callbacks(execute=True):
        version = sent(draft)

    draft.refresh_from_db()
    assert draft.current == version
    assert (draft.number, version.number, version.is_late) == (1, 1, False)
    assert version.record["title"] == draft.record["title"]
    assert [asked["field"] for asked in version.questions][:2] == ["title", "summary"]
    assert version.digest == digest_of(version)
    assert version.receipt.startswith(draft.key.upper())
    assert [letter.to for letter in mail.outbox] == [[author_of(draft).email]]
    assert version.receipt in mail.outbox[0].body
    name, content, media_type = mail.outbox[0].attachments[0]
    assert (name, media_type) == (f"{version.receipt.lower()}.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_letters_go_to_every_author_in_their_language(django_capture_on_commit_callbacks):
    draft = a_ready_draft()
    for language in ("fi", "sv"):
        draft.authors.create(user=UserFactory(language=language))
    gone = UserFactory()
    draft.authors.create(user=gone, left_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        sent(draft)

    assert len({letter.subject for letter in mail.outbox}) == 3
    assert gone.email not in [letter.to[0] for letter in mail.outbox]


def test_neither_the_program_nor_sql_changes_what_was_sent():
    version = sent(a_ready_draft())
    version.title = TranslatedText.of("en", "Other")

    with pytest.raises(SentIsFixed):
        version.save()
    for change in (
        {"title": TranslatedText.of("en", "Other")},
        {"answers": {"a": 1}},
        {"receipt": "X"},
        {"is_late": True},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            SubmissionVersion.objects.filter(pk=version.pk).update(**change)
    assert SubmissionVersion.objects.filter(pk=version.pk).update(sent_by=None) == 1


def test_a_later_version_replaces_the_one_before():
    draft = a_ready_draft()
    first = sent(draft)
    second = sent(draft)

    draft.refresh_from_db()
    assert (draft.number, draft.current, second.number) == (1, second, 2)
    assert list(draft.versions.all()) == [second, first]
    assert first.receipt != second.receipt


def test_numbers_of_a_call_have_no_gaps_and_calls_count_apart():
    call = a_call()
    drafts = [a_ready_draft(call) for _draft in range(3)]
    for draft in (drafts[2], drafts[0], drafts[2], drafts[1]):
        sent(draft)
    other = a_ready_draft()
    sent(other)

    assert sorted(Submission.objects.filter(call=call).values_list("number", flat=True)) == [1, 2, 3]
    assert Submission.objects.get(pk=other.pk).number == 1


def test_what_is_missing_is_named_and_nothing_is_sent():
    call = a_call()
    own_question(call, is_required=True)
    draft = a_draft_submission(call=call)

    with pytest.raises(actions.NotReady) as refusal:
        sent(draft)
    assert set(refusal.value.problems) == {"title", "summary", "own_why-now"}
    assert not draft.versions.exists()


def test_more_words_than_there_is_room_for_are_refused_fewer_only_told():
    call = a_call()
    call.questions.filter(field="solution").update(words_most=5)
    draft = a_ready_draft(call)

    with pytest.raises(actions.NotReady) as refusal:
        sent(draft)
    assert set(refusal.value.problems) == {"solution"}
    call.questions.filter(field="solution").update(words_most=None, words_least=9000)
    assert sent(draft).number == 1


def test_after_closing_a_draft_begun_in_time_has_the_grace():
    draft = a_ready_draft()
    assert window_of(draft, at(draft, minutes=30)).is_grace

    version = sent(draft, now=at(draft, minutes=30))

    assert version.is_late


def test_after_the_grace_it_is_refused_with_the_reason_and_nothing_is_lost():
    draft = a_ready_draft()

    with pytest.raises(actions.CallClosed, match="Europe/Helsinki"):
        sent(draft, now=at(draft, minutes=61))
    draft.refresh_from_db()
    assert draft.record["title"]
    assert draft.current is None


def test_a_draft_begun_after_closing_has_no_grace():
    draft = a_ready_draft()
    draft.begun_at = at(draft, seconds=1)
    draft.save()

    with pytest.raises(actions.CallClosed):
        sent(draft, now=at(draft, minutes=1))


def test_a_returned_one_is_sent_again_until_its_own_time():
    draft = a_ready_draft()
    sent(draft)
    draft.eligibility, draft.mend_until = Submission.Eligibility.RETURNED, at(draft, days=5)
    draft.save()

    with pytest.raises(actions.CallClosed):
        sent(draft, now=at(draft, days=6))
    version = sent(draft, now=at(draft, days=4))
    draft.refresh_from_db()
    assert (version.number, version.is_late, draft.mend_until) == (2, False, None)
    assert draft.eligibility != Submission.Eligibility.RETURNED


def test_a_cancelled_call_takes_nothing():
    draft = a_ready_draft()
    Call.objects.filter(pk=draft.call_id).update(state="cancelled")

    with pytest.raises(actions.CallClosed):
        sent(Submission.objects.get(pk=draft.pk))


def test_other_rooms_hear_of_it_and_can_stand_against_withdrawing(monkeypatch):
    monkeypatch.setattr(registries, "_bars", Registry())
    heard = []

    def hear(sender, **news):
        heard.append((news["submission"].pk, news["by"]))

    submission_sent.connect(hear)
    submission_withdrawn.connect(hear)
    draft = a_ready_draft()
    author = author_of(draft)
    try:
        sent(draft)
        registries.register_bar(lambda submission: "It is decided.")
        with pytest.raises(DomainError, match="decided"):
            actions.withdraw_submission(draft, reason="No money.", by=author)
        registries._bars.clear()
        actions.withdraw_submission(draft, reason="No money.", by=author)
    finally:
        submission_sent.disconnect(hear)
        submission_withdrawn.disconnect(hear)
    assert heard == [(draft.pk, author), (draft.pk, author)]


def test_withdrawing_needs_a_reason_and_can_be_undone_until_closing():
    draft = a_ready_draft()
    author = author_of(draft)
    with pytest.raises(DomainError):
        actions.withdraw_submission(draft, reason="x", by=author)
    sent(draft)
    with pytest.raises(DomainError):
        actions.withdraw_submission(draft, reason="  ", by=author)

    actions.withdraw_submission(draft, reason="We are not ready.", by=author)
    assert not Submission.objects.standing().exists()
    actions.restore_submission(draft, by=author)
    assert Submission.objects.standing().get() == draft

    actions.withdraw_submission(draft, reason="We are not ready.", by=author)
    round_ = draft.round
    round_.opens_at, round_.closes_at = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=2)
    round_.save()
    with pytest.raises(actions.CallClosed):
        actions.restore_submission(Submission.objects.get(pk=draft.pk), by=author)


def test_a_sent_one_grew_from_its_practice_and_only_its_readers_see_that():
    from kotokaari.arc.public import arc_of

    practice = a_practice()
    draft = a_ready_draft(practice=practice)
    sent(draft)

    links = set(Link.objects.values_list("first", "type", "second"))
    assert links == {(draft.uuid, "grew_from", practice.uuid), (draft.uuid, "answers", draft.call.uuid)}
    for user, seen in ((author_of(draft), True), (UserFactory(), False)):
        assert (draft.uuid in arc_of(user, "practice", practice.uuid).nodes) is seen


def test_a_submission_made_of_an_epic_says_so_and_the_call_leads_to_it():
    from kotokaari.arc.public import arc_of, tie

    epic, practice = ElsewhereFactory(station="epic"), a_practice()
    tie(first=("practice", practice.uuid), type="grew_from", second=("elsewhere:epic", epic.uuid))
    draft = a_ready_draft(practice=practice)
    sent(draft)

    own = arc_of(author_of(draft), "submission", draft.uuid)
    assert {(str(tie.link.type), tie.second.kind) for tie in own.ties} == {
        ("answers", "call"), ("grew_from", "practice"), ("grew_from", "elsewhere:epic"),
    }  # fmt: skip
    assert draft.uuid in arc_of(author_of(draft), "call", draft.call.uuid).nodes
    assert draft.uuid not in arc_of(UserFactory(), "call", draft.call.uuid).nodes


def test_in_a_later_round_one_comes_back_with_what_was_sent():
    draft = a_ready_draft()
    author, friend = author_of(draft), UserFactory()
    draft.authors.create(user=friend)
    actions.add_file(draft, file=SimpleUploadedFile("notes.txt", b"What came of it."), by=author)
    sent(draft)
    with pytest.raises(DomainError):
        actions.develop_submission(draft, by=author)
    now = timezone.now()
    call = draft.call
    call.rounds.update(opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=20))
    second = call.rounds.create(number=2, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))

    again = actions.develop_submission(draft, by=friend)

    assert (again.round, again.earlier, again.record) == (second, draft, draft.current.record)
    assert {(one.user, one.is_lead) for one in again.authors.all()} == {(friend, True), (author, False)}
    before, copied = draft.files.get(), again.files.get()
    assert (copied.name, copied.sha256, copied.added_by) == ("notes.txt", before.sha256, friend)
    assert copied.file.name != before.file.name
    actions.remove_file(copied, by=friend)
    assert before.file.storage.exists(before.file.name)
    assert actions.send_submission(again, by=author).submission.number == 2
    with pytest.raises(DomainError):
        actions.develop_submission(draft, by=author)
