"""Submissions to test with."""

from django.utils import timezone

from kotokaari.calls.tests.factories import a_call
from kotokaari.catalogue.tests.factories import a_record
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.submissions.models import Author, Recusal, Submission, SubmissionVersion, digest_of


def a_draft_submission(*, call=None, author=None, organisation=None, record=None, **more) -> Submission:
    """A draft with one author."""
    call = call or a_call()
    author = author or UserFactory()
    submission = Submission.objects.create(
        call=call, round=call.rounds.first(), organisation=organisation or OrganisationFactory(), created_by=author,
        source_language=more.pop("source_language", "en"), record=record if record is not None else {}, **more,
    )  # fmt: skip
    Author.objects.create(submission=submission, user=author, is_lead=True)
    return submission


def a_submission(
    *, title="A club for talking", eligible=True, questions=(), answers=None, files=(), **more
) -> Submission:
    """A sent submission, past its gates unless said otherwise. ``questions``, ``answers``, ``files``: as its version has them."""
    submission = a_draft_submission(record=a_record(title), **more)
    newest = submission.call.submissions.exclude(number=None).order_by("-number").first()
    submission.number = (newest.number if newest else 0) + 1
    version = SubmissionVersion(
        submission=submission, number=1, source_language="en", title=TranslatedText.from_json(submission.record["title"]),
        record=submission.record, receipt=f"{submission.key}-1", sent_by=submission.created_by, sent_at=timezone.now(),
        questions=list(questions), answers=answers or {}, files=list(files),
    )  # fmt: skip
    version.digest = digest_of(version)
    version.save()
    submission.current = version
    submission.eligibility = Submission.Eligibility.ELIGIBLE if eligible else ""
    submission.save()
    return submission


def sent_anew(submission, **fields) -> SubmissionVersion:
    """The same sent once more, saying something else: what was sent never changes."""
    before = submission.current
    kept = {
        name: getattr(before, name) for name in ("source_language", "title", "record", "answers", "questions", "files")
    }
    version = SubmissionVersion(
        submission=submission, number=before.number + 1, receipt=f"{submission.key}-{before.number + 1}",
        sent_by=before.sent_by, **{**kept, **fields},
    )  # fmt: skip
    version.digest = digest_of(version)
    version.save()
    submission.current = version
    submission.save(update_fields=["current"])
    return version


def recused(submission, user, kind=Recusal.Kind.PERSONAL) -> Recusal:
    """This person may know nothing of the submission."""
    return Recusal.objects.create(submission=submission, user=user, kind=kind, source=Recusal.Source.DECLARED)


def author_of(submission):
    """Its lead author."""
    return submission.authors.get(is_lead=True).user
