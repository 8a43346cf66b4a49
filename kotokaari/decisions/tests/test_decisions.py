import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.assessment import actions as judging
from kotokaari.assessment.models import Assessment
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.decisions import actions
from kotokaari.decisions.keeping import EditConflict, Sent
from kotokaari.decisions.models import Decision
from kotokaari.decisions.tests.test_meetings import a_judged, page, signed_in
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import fingerprint
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission, author_of, recused

pytestmark = pytest.mark.django_db


def filled(submission, outcome="publish", label="good", languages=("fi", "sv")):
    """What a chair types into the form."""
    names = ["reasons", "conditions", *(f"reason-{one.code}" for one in submission.call.rubric.criteria.all())]
    texts = {f"{name}-{language}": f"{name} ({language})" for name in names for language in languages}
    return {"outcome": outcome, "label": label, **texts}


def decided(submission, **more):
    chair = runs(submission.call, "chair")
    decision = actions.save_decision(submission, typed=filled(submission, **more), by=chair)
    return actions.finalise_decision(decision, by=chair)


def test_a_draft_keeps_what_is_typed_exactly():
    submission = a_submission()
    chair = runs(submission.call, "chair")

    actions.save_decision(submission, typed={"reasons-sv": "Halva en mening", "review_by": "nästa"}, by=chair)
    decision = actions.save_decision(submission, typed={"reasons-fi": "Puolikas"}, by=chair)

    assert decision.reasons.text("sv") == "Halva en mening"
    assert decision.reasons.source == "sv"
    assert decision.reasons.text("fi") == "Puolikas"
    assert decision.as_typed["review_by"]["value"] == "nästa"
    assert decision.review_by is None


def test_two_who_write_one_decision_lose_nothing():
    submission = a_submission()
    chair, coordinator = runs(submission.call, "chair"), runs(submission.call, "coordinator")
    shown = {"reasons-fi": fingerprint(""), "conditions-fi": fingerprint("")}

    actions.save_decision(
        submission, typed={"reasons-fi": "Yksi", "conditions-fi": ""}, by=chair, sent=Sent("a", shown)
    )
    both = actions.save_decision(
        submission, typed={"reasons-fi": "", "conditions-fi": "Kaksi"}, by=coordinator, sent=Sent("b", shown)
    )
    with pytest.raises(EditConflict) as conflict:
        actions.save_decision(submission, typed={"reasons-fi": "Kolme"}, by=coordinator, sent=Sent("b", shown))

    assert (both.reasons.text("fi"), both.conditions.text("fi")) == ("Yksi", "Kaksi")
    assert conflict.value.theirs == {"reasons-fi": "Yksi"}


def test_a_final_decision_fixes_its_figures():
    call = a_call(appeal_days=30)
    submission = a_judged(call, 2, 4, 4)
    recused(submission, UserFactory())
    decision = decided(submission)

    code = call.rubric.criteria.first().code
    assert decision.figures["criteria"][code]["mean"] == 3.333
    assert decision.figures["criteria"][code]["levels"] == [0, 0, 1, 0, 2]
    assert decision.figures["total"] == 3.333
    assert (decision.figures["panel"], decision.figures["assessments"], decision.figures["recusals"]) == (3, 3, 1)
    assert (decision.appeal_until - timezone.localdate()).days == 30
    assert decision.review_by.year == timezone.localdate().year + 3


def test_cannot_judge_is_not_a_zero():
    call = a_call()
    submission = a_judged(call, 4, None)

    told = decided(submission).figures["criteria"][call.rubric.criteria.first().code]

    assert (told["mean"], told["n"], told["cannot_judge"]) == (4, 1, 1)


def test_what_is_missing_is_named():
    submission = a_submission()
    chair = runs(submission.call, "chair")
    typed = filled(submission, label="")
    typed.pop("reason-goal-oriented-fi"), typed.pop("reason-goal-oriented-sv")
    decision = actions.save_decision(submission, typed=typed, by=chair)

    with pytest.raises(DomainError, match="goal-oriented"):
        actions.finalise_decision(decision, by=chair)


def test_a_withdrawn_submission_is_not_decided():
    submission = a_submission()
    chair = runs(submission.call, "chair")
    decision = actions.save_decision(submission, typed=filled(submission), by=chair)
    submission.withdrawn_at = timezone.now()
    submission.save()

    for act in (
        lambda: actions.finalise_decision(decision, by=chair),
        lambda: actions.save_decision(submission, typed={"reasons-fi": "Uusi"}, by=chair),
    ):
        with pytest.raises(DomainError, match="vedetty pois"):
            act()


def test_a_final_decision_is_opened_again_for_a_reason():
    decision = decided(a_judged(a_call()))
    chair = runs(decision.submission.call, "chair")
    Decision.objects.update(answered_at=timezone.now())

    with pytest.raises(DomainError):
        actions.reopen_decision(decision, reason=" ", by=chair)
    again = actions.reopen_decision(decision, reason="An appeal.", by=chair)

    assert again.state == Decision.State.DRAFT
    assert not Decision.objects.visible_to(author_of(decision.submission)).exists()


def test_only_the_chair_makes_it_final(client):
    submission = a_judged(a_call())
    coordinator = runs(submission.call, "coordinator")
    typed = {**filled(submission), "final": "yes"}

    answer = signed_in(client, coordinator).post(reverse("decisions:decide", args=[submission.key]), typed)

    assert answer.status_code == 403
    assert Decision.objects.get().state == Decision.State.DRAFT


def test_the_chair_writes_and_decides_on_the_page(client):
    submission = a_judged(a_call())
    chair = runs(submission.call, "chair")
    url = reverse("decisions:decide", args=[submission.key])
    form = signed_in(client, chair).get(url).context["hidden"]

    assert client.post(url + "autosave/", {**form, "reasons-fi": "Alku"}).status_code in (204, 404)
    autosave = reverse("decisions:decide-autosave", args=[submission.key])
    assert client.post(autosave, {**form, "reasons-fi": "Alku"}).status_code == 204
    answer = client.post(url, {**form, **filled(submission), "final": "yes"}, follow=True)

    assert Decision.objects.get().state == Decision.State.FINAL
    assert "reasons (fi)" in answer.content.decode()


@pytest.mark.parametrize("name", ["decide", "decision", "publish", "reopen"])
def test_whoever_is_recused_meets_nothing(client, name):
    decision = decided(a_judged(a_call()))
    chair = runs(decision.submission.call, "chair")
    recused(decision.submission, chair)

    assert page(client, chair, f"decisions:{name}", decision.submission.key).status_code == 404
    assert (
        decision.submission.key
        not in page(client, chair, "decisions:work", decision.submission.call.key).content.decode()
    )


def test_authors_read_it_once_answered_and_nobody_else(client):
    decision = decided(a_judged(a_call()), outcome="decline", label="")
    author, key = author_of(decision.submission), decision.submission.key

    before = page(client, author, "decisions:decision", key).status_code
    Decision.objects.update(answered_at=timezone.now())
    after = page(client, author, "decisions:decision", key)

    assert (before, after.status_code) == (404, 200)
    assert "noindex" in after.content.decode()
    assert page(client, UserFactory(), "decisions:decision", key).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_work_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    call = a_call()
    for _one in range(count):
        decided(a_judged(call))
    client.force_login(runs(call, "chair"))

    with django_assert_max_num_queries(16):
        answer = client.get(reverse("decisions:work", args=[call.key]))

    assert answer.content.decode().count('class="entry-title"') == count


def test_assessments_stay_as_they_are_after_a_final_decision_until_it_is_opened_again():
    call = a_call()
    submission = a_judged(call, 2, 4)
    handed_in, begun = Assessment.objects.filter(assignment__submission=submission).order_by("pk")
    Assessment.objects.filter(pk=begun.pk).update(state=Assessment.State.BEGUN, handed_in_at=None)
    writer, chair = begun.assignment.seat.user, runs(call, "chair")
    decision = decided(submission)
    first = submission.current
    submission.current = submission.versions.create(
        number=2, source_language="en", title=first.title, record=first.record, receipt="r-2", digest="1" * 64
    )
    submission.save()

    for act in (
        lambda: judging.hand_in(begun, by=writer),
        lambda: judging.read_new_version(begun, by=writer),
        lambda: judging.give_back(handed_in, reason="Say more.", by=chair),
    ):
        with translation.override("en"), pytest.raises(DomainError, match="Its assessments stay as they are"):
            act()
    assert set(Assessment.objects.values_list("pk", "state")) == {(handed_in.pk, "handed_in"), (begun.pk, "begun")}

    actions.reopen_decision(decision, reason="A member found a mistake.", by=chair)
    judging.hand_in(begun, by=writer)
    assert judging.give_back(handed_in, reason="Say more.", by=chair).state == Assessment.State.BEGUN
