import pytest

from kotokaari.assessment import actions
from kotokaari.assessment.actions import NotReady, save_assessment
from kotokaari.assessment.actions.scoring import Judged, fingerprint
from kotokaari.assessment.models import Assessment
from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import UserFactory

from .factories import an_assessment, something_to_judge

pytestmark = pytest.mark.django_db
GOAL, CONTEXT = "goal-oriented", "context-sensitive"


def save(assignment, scores=None, texts=None, **more):
    return save_assessment(assignment, scores=scores or {}, texts=texts or {}, by=assignment.seat.user, **more)


def kept(assignment):
    return {score.criterion.code: score for score in Assessment.objects.get(assignment=assignment).scores.all()}


def test_a_reason_is_kept_before_there_is_a_level_and_a_level_before_there_is_a_reason():
    assignment = something_to_judge()

    save(assignment, {GOAL: Judged(None, False, " Half a sent"), CONTEXT: Judged(3)})

    assert (kept(assignment)[GOAL].level, kept(assignment)[GOAL].reason) == (None, " Half a sent")
    assert (kept(assignment)[CONTEXT].level, kept(assignment)[CONTEXT].reason) == (3, "")


def test_cannot_judge_is_not_zero():
    assignment = something_to_judge()

    save(assignment, {GOAL: Judged(0), CONTEXT: Judged(4, True, "Not my field.")})

    assert (kept(assignment)[GOAL].level, kept(assignment)[GOAL].cannot_judge) == (0, False)
    assert (kept(assignment)[CONTEXT].level, kept(assignment)[CONTEXT].cannot_judge) == (None, True)


def test_the_first_word_makes_the_rubric_stay():
    assignment = something_to_judge()

    save(assignment, texts={"strengths": "Good"})

    assignment.seat.call.refresh_from_db()
    assert assignment.seat.call.judging_began_at is not None


def test_two_pages_that_change_different_parts_lose_nothing():
    assignment = something_to_judge()
    base = {GOAL: Judged().fingerprint, CONTEXT: Judged().fingerprint, "strengths": fingerprint("")}

    one = save(assignment, {GOAL: Judged(2, reason="One"), CONTEXT: Judged()}, form="one", base=base)
    two = save(
        assignment, {GOAL: Judged(), CONTEXT: Judged(3, reason="Two")}, {"strengths": "S"}, form="two", base=base
    )

    assert not one.conflicts
    assert not two.conflicts
    assert (kept(assignment)[GOAL].reason, kept(assignment)[CONTEXT].reason) == ("One", "Two")


def test_what_both_pages_changed_stays_as_saved_and_everything_else_is_taken():
    assignment = something_to_judge()
    base = {GOAL: Judged().fingerprint, CONTEXT: Judged().fingerprint}

    save(assignment, {GOAL: Judged(2, reason="One"), CONTEXT: Judged()}, form="one", base=base)
    two = save(assignment, {GOAL: Judged(4, reason="Two"), CONTEXT: Judged(1)}, form="two", base=base)

    assert two.conflicts == (GOAL,)
    assert (kept(assignment)[GOAL].level, kept(assignment)[GOAL].reason) == (2, "One")
    assert kept(assignment)[CONTEXT].level == 1


def test_a_page_that_goes_on_typing_is_not_in_conflict_with_itself_nor_with_what_it_left_alone():
    assignment = something_to_judge()
    base = {GOAL: Judged().fingerprint, CONTEXT: Judged().fingerprint}
    first = Judged(2, reason="One")

    save(assignment, {GOAL: first, CONTEXT: Judged()}, form="one", base=base)
    newer = {GOAL: first.fingerprint, CONTEXT: Judged().fingerprint}
    save(assignment, {GOAL: Judged(3, reason="Other"), CONTEXT: Judged()}, form="two", base=newer)
    again = save(assignment, {GOAL: first, CONTEXT: Judged(4)}, form="one", base=base)

    assert again.conflicts == ()
    assert (kept(assignment)[GOAL].reason, kept(assignment)[CONTEXT].level) == ("Other", 4)
    assert kept(assignment)[GOAL].revision == 2


@pytest.mark.parametrize(
    ("scores", "texts"),
    [
        ({GOAL: Judged(5)}, {}),
        ({"another": Judged(1)}, {}),
        ({GOAL: Judged(1, reason="x" * 10_001)}, {}),
        ({}, {"verdict": "x"}),
    ],
)
def test_odd_things_are_refused_whole(scores, texts):
    assignment = something_to_judge()

    with pytest.raises(DomainError):
        save(assignment, {CONTEXT: Judged(1), **scores}, texts)

    assert not Assessment.objects.exists()


def test_nobody_writes_for_another():
    assignment = something_to_judge()

    with pytest.raises(DomainError):
        save_assessment(assignment, scores={GOAL: Judged(1)}, texts={}, by=UserFactory())


def test_handing_in_names_every_criterion_that_lacks_something():
    assignment = something_to_judge()
    save(assignment, {GOAL: Judged(1), CONTEXT: Judged(None, False, "Why")})
    assessment = Assessment.objects.get()

    with pytest.raises(NotReady) as refused:
        actions.hand_in(assessment, by=assignment.seat.user)

    assert list(refused.value.problems) == [GOAL, CONTEXT]
    assert len(set(refused.value.problems.values())) == 2
    assessment.refresh_from_db()
    assert assessment.state == Assessment.State.BEGUN


def test_cannot_judge_with_a_reason_is_an_answer_and_afterwards_nothing_changes():
    assignment = something_to_judge()
    save(assignment, {GOAL: Judged(1, reason="So"), CONTEXT: Judged(None, True, "Not told")})

    handed = actions.hand_in(Assessment.objects.get(), by=assignment.seat.user)

    assert handed.handed_in_at
    with pytest.raises(DomainError):
        save(assignment, {GOAL: Judged(4, reason="Later")})
    with pytest.raises(DomainError):
        actions.hand_in(handed, by=assignment.seat.user)
    assert kept(assignment)[GOAL].level == 1


def test_the_chair_gives_back_with_a_reason_and_all_words_are_there(django_capture_on_commit_callbacks, mailoutbox):
    assignment = something_to_judge()
    assessment = an_assessment(assignment, {GOAL: 1, CONTEXT: 2})

    with pytest.raises(DomainError):
        actions.give_back(assessment, reason=" ", by=UserFactory())
    with django_capture_on_commit_callbacks(execute=True):
        actions.give_back(assessment, reason="Say more of the context.", by=UserFactory())

    assessment.refresh_from_db()
    assert (assessment.state, assessment.given_back_reason) == ("begun", "Say more of the context.")
    assert kept(assignment)[GOAL].reason == "Because."
    assert "Say more of the context." in mailoutbox[0].body
    assert mailoutbox[0].to == [assignment.seat.user.email]
    save(assignment, {GOAL: Judged(3, reason="More")})


def test_a_newer_version_changes_nothing_until_the_member_takes_it():
    assignment = something_to_judge()
    submission = assignment.submission
    save(assignment, {GOAL: Judged(3, reason="So")})
    first = submission.current
    with pytest.raises(DomainError):
        actions.read_new_version(Assessment.objects.get(), by=assignment.seat.user)
    newer = submission.versions.create(
        number=2, source_language="en", title=first.title, record=first.record, receipt="r-2", digest="1" * 64
    )
    submission.current = newer
    submission.save()

    save(assignment, {CONTEXT: Judged(1, reason="Too")})
    assert Assessment.objects.get().version_id == first.pk
    actions.read_new_version(Assessment.objects.get(), by=assignment.seat.user)

    assert Assessment.objects.get().version_id == newer.pk
    assert kept(assignment)[GOAL].reason == "So"


def test_a_version_that_came_while_the_page_was_open_is_not_taken_for_the_one_that_was_read():
    assignment = something_to_judge()
    submission, read = assignment.submission, assignment.submission.current
    submission.current = submission.versions.create(
        number=2, source_language="en", title=read.title, record=read.record, receipt="r-2", digest="1" * 64
    )
    submission.save()

    saved = save(assignment, {GOAL: Judged(3)}, version=read)

    assert saved.assessment.version_id == read.pk
