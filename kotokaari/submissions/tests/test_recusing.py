import pytest

from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.submissions.models import Recusal, Submission
from kotokaari.submissions.public import lift_recusal, recuse
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of

pytestmark = pytest.mark.django_db


def seen(user):
    return set(Submission.objects.visible_to(user))


def test_authors_and_those_who_run_the_call_know_of_it():
    submission = a_submission()
    chair = runs(submission.call, CallPerson.Part.CHAIR)

    assert seen(author_of(submission)) == seen(chair) == seen(AdministratorFactory()) == {submission}
    assert seen(UserFactory()) == set()


def test_a_draft_is_its_authors_alone():
    draft = a_draft_submission(call=a_call())

    assert seen(author_of(draft)) == {draft}
    assert seen(runs(draft.call, "chair")) == seen(AdministratorFactory()) == set()


def test_whoever_is_recused_knows_nothing_even_the_house(django_assert_num_queries):
    submission, other = a_submission(), None
    other = a_submission(call=submission.call)
    chair, house = runs(submission.call, "chair"), AdministratorFactory()
    for user in (chair, house):
        recuse(submission, user=user, kind=Recusal.Kind.FUNDER, source=Recusal.Source.DECLARED, by=user)

    with django_assert_num_queries(1):
        assert seen(chair) == {other}
    assert seen(house) == {other}


def test_a_conflict_is_lifted_by_another_with_a_reason():
    submission = a_submission()
    chair, coordinator = runs(submission.call, "chair"), runs(submission.call, "coordinator")
    recusal = recuse(submission, user=chair, kind=Recusal.Kind.OTHER, source=Recusal.Source.RULED, by=coordinator)

    with pytest.raises(DomainError):
        lift_recusal(recusal, reason="It is nothing.", by=chair)
    with pytest.raises(DomainError):
        lift_recusal(recusal, reason=" ", by=coordinator)
    lift_recusal(recusal, reason="A namesake.", by=coordinator)

    assert seen(chair) == {submission}
