from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q
from django.http import Http404

from kotokaari.calls.tests.factories import runs
from kotokaari.foundation.registry import Registry
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions import registries
from kotokaari.submissions.models import SubmissionFile
from kotokaari.submissions.public import file_for, register_reader, submissions_readable_by
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of, recused

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(monkeypatch):
    """Somebody to whom a room above opens every submission."""
    monkeypatch.setattr(registries, "_readers", Registry())
    judge = UserFactory()
    register_reader(lambda user: Q(pk__isnull=False) if user == judge else Q(pk__in=[]))
    return judge


def a_sent_file():
    """A sent submission with a file in its version."""
    uuid = uuid4()
    submission = a_submission(files=[{"uuid": str(uuid), "sha256": "0" * 64}])
    return submission, a_file(submission, uuid=uuid)


def a_file(submission, **more):
    file = SubmissionFile(
        submission=submission, name="a.txt", media_type="text/plain", size=1, sha256="0" * 64,
        added_by=author_of(submission), **more,
    )  # fmt: skip
    file.file.save("a.txt", ContentFile(b"a"), save=True)
    return file


def test_a_room_above_opens_what_was_sent_and_no_draft(judge):
    sent, draft = a_submission(), a_draft_submission()

    assert set(submissions_readable_by(judge)) == {sent}
    assert set(submissions_readable_by(UserFactory())) == set()
    assert set(submissions_readable_by(author_of(draft))) == {draft}


def test_a_recused_judge_reads_nothing(judge):
    sent, file = a_sent_file()

    assert file_for(judge, file.uuid) == file
    recused(sent, judge)

    assert set(submissions_readable_by(judge)) == set()
    with pytest.raises(Http404):
        file_for(judge, file.uuid)


def test_whoever_reads_gets_the_files_that_were_sent_and_no_others(judge):
    sent, file = a_sent_file()
    later = a_file(sent)
    chair = runs(sent.call, "chair")

    assert file_for(chair, file.uuid) == file_for(judge, file.uuid) == file
    assert file_for(author_of(sent), later.uuid) == later
    for user in (chair, judge, UserFactory()):
        with pytest.raises(Http404):
            file_for(user, later.uuid)
