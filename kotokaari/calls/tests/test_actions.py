"""Making a call, and what is refused."""

import datetime
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils import timezone, translation

from kotokaari.calls import actions, asking, readiness
from kotokaari.calls.actions.life import NotReady
from kotokaari.calls.actions.locking import ChangedMeanwhile
from kotokaari.calls.actions.rounds import Span
from kotokaari.calls.models import Call, CallPerson
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.rubrics.models import Rubric
from kotokaari.rubrics.tests.factories import CriterionFactory, RubricFactory, said
from kotokaari.vocabulary.tests.factories import ConceptFactory

from .factories import CallFactory, RoundFactory, a_call, own_question, runs

pytestmark = pytest.mark.django_db


def both(text):
    return TranslatedText.of("fi", text, sv=f"{text} på svenska")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def maker():
    return UserFactory()


@pytest.fixture
def draft(maker):
    """A call with everything but what each test takes away."""
    call = CallFactory(
        state=Call.State.DRAFT,
        published_at=None,
        contact_email="haku@example.org",
        **{name: both(name) for name in ("name", "summary", "about", "who_may_answer")},
    )
    call.themes.add(ConceptFactory())
    RoundFactory(call=call)
    for part in ("coordinator", "chair"):
        CallPerson.objects.create(call=call, user=maker, part=part)
    for field in ("title", "summary"):
        actions.add_question(call, field=field, by=maker)
    call.refresh_from_db()
    return call


def test_whoever_begins_a_call_coordinates_it(maker):
    call = actions.create_call(OrganisationFactory(), name=said("Haku"), rubric=RubricFactory(), by=maker)

    assert call.people.get().part == CallPerson.Part.COORDINATOR
    assert AuditEvent.objects.filter(action="call created").exists()


def test_a_call_needs_a_rubric_that_is_in_force(maker):
    retired = RubricFactory(state=Rubric.State.RETIRED)

    with pytest.raises(DomainError):
        actions.create_call(OrganisationFactory(), name=said("Haku"), rubric=retired, by=maker)


def test_a_complete_call_is_published(draft, maker):
    call = actions.publish_call(draft, by=maker)

    assert call.state == Call.State.PUBLISHED
    assert call.published_at is not None


def test_each_thing_that_is_missing_has_its_sentence(draft, maker):
    draft.about = TranslatedText.of("fi", "Vain suomeksi")
    draft.contact_email = ""
    draft.save()
    draft.rounds.all().delete()
    draft.people.filter(part="chair").delete()
    draft.questions.filter(field="summary").delete()

    with pytest.raises(NotReady) as refused:
        actions.publish_call(draft, by=maker)

    pages = [one.page for one in readiness.missing(draft)]
    assert pages == ["texts", "rounds", "questions", "people", "texts"]
    assert len(refused.value.problems) == 5
    assert Call.objects.get(pk=draft.pk).state == Call.State.DRAFT


def test_a_translation_behind_its_original_is_not_complete(draft):
    draft.summary = draft.summary.with_source("Uusi sanamuoto")

    assert [one.page for one in readiness.missing(draft)] == ["texts"]


def test_two_who_edit_the_same_call_do_not_overwrite_each_other(draft, maker):
    seen = draft.revision
    actions.edit_call(draft, reviews_wanted=4, revision=seen, by=maker)

    with pytest.raises(ChangedMeanwhile):
        actions.edit_call(draft, reviews_wanted=5, revision=seen, by=maker)

    assert Call.objects.get(pk=draft.pk).reviews_wanted == 4


@pytest.mark.parametrize(
    "change",
    [{"languages": ["fi"]}, {"organisation_types": ["municipality"]}, {"grace_minutes": 0}, {"time_zone": "UTC"}],
)
def test_an_open_call_does_not_change_its_rules(change, maker):
    call = a_call()

    with pytest.raises(DomainError):
        actions.edit_call(call, by=maker, **change)


def test_a_copy_takes_texts_questions_and_people_but_no_times(maker):
    earlier = a_call(coordinator=maker)
    criterion = earlier.rubric.criteria.first() or CriterionFactory(rubric=earlier.rubric, code="one")
    own_question(earlier).serves.add(criterion)

    copy = actions.copy_call(earlier, organisation=earlier.organisation, name=said("Uusi"), by=maker)

    assert copy.state == Call.State.DRAFT
    assert copy.copied_from == earlier
    assert [q.code for q in copy.questions.all()] == [q.code for q in earlier.questions.all()]
    assert list(copy.questions.get(code="why-now").serves.all()) == [criterion]
    assert sorted(copy.people.values_list("part", flat=True)) == ["chair", "coordinator"]
    assert not copy.rounds.exists()


def test_the_rubric_stays_once_judging_began_and_the_reason_is_told(maker):
    call = a_call()
    actions.begin_judging(call, by=None)
    actions.begin_judging(call, by=None)

    with pytest.raises(DomainError, match="same rubric"):
        actions.change_rubric(call, rubric=RubricFactory(), by=runs(call, "chair"))

    assert AuditEvent.objects.filter(action="judging began").count() == 1


def test_questions_go_on_serving_the_criteria_of_the_next_rubric(draft, maker):
    old = CriterionFactory(rubric=draft.rubric, code="kept-idea", name=said("a"))
    other = RubricFactory()
    new = CriterionFactory(rubric=other, code="kept-idea", name=said("b"))
    question = draft.questions.first()
    question.serves.set([old])

    actions.change_rubric(draft, rubric=other, by=maker)

    assert list(question.serves.all()) == [new]


# Times


def clock(text):
    return datetime.datetime.fromisoformat(text)


def test_times_are_kept_in_utc_by_the_clock_of_the_call(draft, maker):
    actions.set_rounds(draft, rounds=[Span(clock("2027-01-11 09:00"), clock("2027-07-30 16:15"))], by=maker)

    round = draft.rounds.get()
    assert round.opens_at == clock("2027-01-11 07:00+00:00")
    assert round.closes_at == clock("2027-07-30 13:15+00:00")


def test_an_hour_that_summer_time_leaps_over_is_refused(draft, maker):
    with pytest.raises(DomainError, match="leap"):
        actions.set_rounds(draft, rounds=[Span(clock("2027-03-01 09:00"), clock("2027-03-28 03:30"))], by=maker)


def test_an_hour_that_comes_twice_closes_at_its_second_time(draft, maker):
    actions.set_rounds(draft, rounds=[Span(clock("2027-10-01 09:00"), clock("2027-10-31 03:30"))], by=maker)

    assert draft.rounds.get().closes_at == clock("2027-10-31 01:30+00:00")


def test_rounds_do_not_overlap(draft, maker):
    first = Span(clock("2027-01-11 09:00"), clock("2027-02-11 16:00"))

    with pytest.raises(DomainError):
        actions.set_rounds(draft, rounds=[first, Span(clock("2027-02-01 09:00"), clock("2027-03-01 09:00"))], by=maker)


def test_more_time_is_given_but_never_less(maker):
    call = a_call()
    round = call.rounds.get()
    local = round.closes_at.astimezone(ZoneInfo("Europe/Helsinki")).replace(tzinfo=None, second=0, microsecond=0)

    actions.extend_round(round, closes=local + timedelta(days=3), by=maker)

    assert call.rounds.get().closes_at > round.closes_at
    with pytest.raises(DomainError):
        actions.extend_round(round, closes=local, by=maker)


def test_no_more_time_once_judging_began(maker):
    call = a_call()
    actions.begin_judging(call, by=None)

    with pytest.raises(DomainError):
        actions.extend_round(call.rounds.get(), closes=timezone.now() + timedelta(days=30), by=maker)


# Questions


def test_the_questions_of_the_rubric_come_at_one_press(maker):
    call = CallFactory(state=Call.State.DRAFT, published_at=None)
    criterion = CriterionFactory(rubric=call.rubric, code="reads-it", reads=["challenge", "goals"])

    actions.take_questions_of_rubric(call, by=maker)

    fields = list(call.questions.values_list("field", flat=True))
    assert fields.index("title") < fields.index("challenge") < fields.index("goals")
    assert list(call.questions.get(field="goals").serves.all()) == [criterion]
    assert call.questions.get(field="title").is_required
    with pytest.raises(DomainError):
        actions.take_questions_of_rubric(call, by=maker)


def test_questions_are_moved_by_place(draft, maker):
    actions.move_question(draft.questions.get(field="summary"), to=0, by=maker)

    assert list(draft.questions.values_list("field", flat=True)) == ["summary", "title"]


def test_an_open_call_keeps_its_questions_but_mends_their_words(maker):
    call = a_call()
    question = call.questions.get(field="summary")

    for act in (
        lambda: actions.add_question(call, field="goals", by=maker),
        lambda: actions.remove_question(question, by=maker),
        lambda: actions.move_question(question, to=0, by=maker),
        lambda: actions.edit_question(question, words_most=10, by=maker),
    ):
        with pytest.raises(DomainError):
            act()
    actions.edit_question(question, help=said("Clearer"), by=maker)

    assert str(call.questions.get(field="summary").help) == str(said("Clearer"))


def test_an_own_choice_needs_two_choices_and_words(draft, maker):
    with pytest.raises(DomainError):
        actions.add_question(draft, type="choice", label=said("Which?"), choices=[], by=maker)
    with pytest.raises(DomainError):
        actions.add_question(draft, type="text", by=maker)


def test_a_question_shows_the_records_words_until_the_call_has_its_own(draft, maker):
    question = draft.questions.get(field="title")
    before = asking.asked(question)

    after = asking.asked(actions.edit_question(question, label=said("What is it called?"), by=maker))

    assert str(before.label) == "Name of the practice"
    assert before.most == 15
    assert "What is it called?" in str(after.label)


# People and end


def test_a_call_keeps_a_coordinator_and_has_one_chair(draft, maker):
    with pytest.raises(DomainError):
        actions.set_people(draft, people={"coordinator": []}, by=maker)
    with pytest.raises(DomainError):
        actions.set_people(draft, people={"chair": [UserFactory(), UserFactory()]}, by=maker)


def test_a_cancelled_call_says_why_and_changes_no_more(maker):
    call = a_call()

    actions.cancel_call(call, reason=said("No money"), by=maker)

    assert str(Call.objects.get(pk=call.pk).cancelled_reason) == str(said("No money"))
    with pytest.raises(DomainError):
        actions.edit_call(call, reviews_wanted=2, by=maker)


def test_what_is_being_judged_is_not_cancelled(maker):
    call = a_call()
    actions.begin_judging(call, by=None)

    with pytest.raises(DomainError):
        actions.cancel_call(call, reason=said("No"), by=maker)


def test_a_draft_that_nobody_answered_is_deleted_and_the_trail_keeps_that_it_was(draft, maker):
    actions.delete_call(draft, by=maker)

    assert not Call.objects.exists()
    event = AuditEvent.objects.get(action="call deleted")
    assert (event.actor, event.target) == (str(maker.uuid), str(draft.uuid))


def test_what_was_public_or_answered_is_not_deleted(draft, maker):
    with pytest.raises(DomainError):
        actions.delete_call(a_call(), by=maker)

    on_paper = apps.get_model("submissions", "Submission")(
        call=draft, organisation=draft.organisation, round=draft.rounds.get()
    )
    on_paper.save()
    with pytest.raises(DomainError, match="answered this call"):
        actions.delete_call(draft, by=maker)

    assert Call.objects.filter(pk=draft.pk).exists()
    assert not AuditEvent.objects.filter(action="call deleted").exists()


def test_names_of_assessors_are_not_shown_to_panels_that_were_promised_otherwise():
    call = a_call(judging_began_at=timezone.now())

    with pytest.raises(DomainError):
        actions.edit_call(call, shows_assessors=True, by=runs(call, "coordinator"))
