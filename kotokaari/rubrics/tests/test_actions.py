"""A new version is written, comes into force, and stays."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics import actions, content, guards
from kotokaari.rubrics.models import Criterion, Crosswalk, Gate, Rubric, RubricIsFixed

from .factories import RubricFactory, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def rubric():
    return RubricFactory(criteria=["goal-oriented", "high-impact"], gates=["consent"])


def finished(rubric, by):
    """A draft with nothing missing."""
    draft = actions.begin_version(rubric, by=by)
    facts = {"change_note": said("Clearer words.")}
    return actions.save_texts(draft, facts=facts, seen=content.seen_of_texts(draft), by=by)


def test_a_new_version_begins_with_the_words_of_the_one_before(rubric, by):
    draft = actions.begin_version(rubric, by=by)

    assert (draft.number, draft.state, draft.based_on) == (2, "draft", rubric)
    assert [one.code for one in draft.criteria.all()] == ["goal-oriented", "high-impact"]
    assert draft.criteria.first().levels == rubric.criteria.first().levels
    assert draft.criteria.first().uuid != rubric.criteria.first().uuid
    assert [one.code for one in draft.gates.all()] == ["consent"]


def test_crosswalks_go_along(by):
    rubric = RubricFactory(state="draft")
    Crosswalk.objects.create(criterion=rubric.criteria.first(), framework="eu-bpp", theirs=said("Equity"))
    with transaction.atomic():
        fixed = actions.put_in_force(rubric, by=by)

    draft = actions.begin_version(fixed, by=by)

    assert [one.theirs.text("en") for one in draft.criteria.first().crosswalks.all()] == ["Equity"]


def test_there_is_one_draft_at_a_time(rubric, by):
    actions.begin_version(rubric, by=by)

    with pytest.raises(DomainError, match="already being written"):
        actions.begin_version(rubric, by=by)


def test_coming_into_force_retires_the_version_before_and_fixes_the_new_one(rubric, by):
    fixed = actions.put_in_force(finished(rubric, by), by=by)
    rubric.refresh_from_db()

    assert (fixed.state, rubric.state) == ("in_force", "retired")
    assert fixed.digest
    assert rubric.valid_to == fixed.valid_from


def test_an_incomplete_draft_is_refused_in_one_sentence_that_names_what_is_missing(rubric, by):
    draft = finished(rubric, by)
    criterion = draft.criteria.get(code="high-impact")
    levels = {name: text for name, text in criterion.levels.items() if name != "3"}
    facts = {"levels": levels, "question": said("How much?").without("sv")}
    actions.save_criterion(draft, criterion=criterion, facts=facts, seen=content.seen_of(criterion), by=by)

    with pytest.raises(DomainError) as refused:
        actions.put_in_force(draft, by=by)

    assert str(refused.value) == (
        "Not complete yet. Missing: high-impact: Question (in Swedish), high-impact: Level 3 (in Finnish), "
        "high-impact: Level 3 (in Swedish), high-impact: Level 3 (in English)."
    )
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_draft_without_criteria_or_change_note_is_refused(rubric, by):
    draft = actions.begin_version(rubric, by=by)
    for criterion in draft.criteria.all():
        actions.remove_part(criterion, by=by)

    with pytest.raises(DomainError, match=r"What changed \(in Finnish\).*at least one criterion"):
        actions.put_in_force(draft, by=by)


def test_a_rubric_in_force_refuses_every_change(rubric, by):
    criterion, gate = rubric.criteria.first(), rubric.gates.first()

    for change in (
        lambda: actions.save_texts(rubric, facts={"name": said("Other")}, seen="", by=by),
        lambda: actions.save_criterion(rubric, criterion=criterion, facts={"name": said("Other")}, by=by),
        lambda: actions.save_gate(rubric, gate=None, facts={"name": said("Other")}, by=by),
        lambda: actions.remove_part(gate, by=by),
        lambda: actions.move_part(criterion, up=False, by=by),
        lambda: actions.discard_draft(rubric, by=by),
        criterion.save,
        gate.delete,
        lambda: Criterion.objects.create(rubric=rubric, code="more"),
    ):
        with pytest.raises(RubricIsFixed):
            change()


def test_saving_a_rubric_in_force_with_other_words_is_refused(rubric):
    rubric.about = said("Something else")

    with pytest.raises(RubricIsFixed):
        rubric.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda rubric: Rubric.objects.filter(pk=rubric.pk).update(about=said("Other").to_json()),
        lambda rubric: Rubric.objects.filter(pk=rubric.pk).update(state="draft"),
        lambda rubric: Criterion.objects.filter(rubric=rubric).update(weight=3),
        lambda rubric: Gate.objects.filter(rubric=rubric).update(rule="consent"),
        lambda rubric: Criterion.objects.bulk_create([Criterion(rubric=rubric, code="more")]),
    ],
)
def test_the_database_itself_refuses(rubric, change):
    guards.install(connection)

    with pytest.raises(DatabaseError, match="is_fixed"), transaction.atomic():
        change(rubric)


def test_retiring_is_allowed(rubric):
    Rubric.objects.filter(pk=rubric.pk).update(state="retired")

    rubric.refresh_from_db()
    assert rubric.state == "retired"


def test_two_tabs_that_change_the_same_criterion_do_not_overwrite_each_other(rubric, by):
    draft = actions.begin_version(rubric, by=by)
    criterion = draft.criteria.get(code="high-impact")
    seen = content.seen_of(criterion)
    actions.save_criterion(draft, criterion=criterion, facts={"name": said("First tab")}, seen=seen, by=by)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.save_criterion(draft, criterion=criterion, facts={"name": said("Second tab")}, seen=seen, by=by)

    criterion.refresh_from_db()
    assert criterion.name.text("en") == "First tab"


def test_the_same_words_twice_are_no_conflict(rubric, by):
    draft = actions.begin_version(rubric, by=by)
    criterion = draft.criteria.get(code="high-impact")
    seen = content.seen_of(criterion)
    for _tab in range(2):
        actions.save_criterion(draft, criterion=criterion, facts={"name": said("Same")}, seen=seen, by=by)

    criterion.refresh_from_db()
    assert criterion.name.text("en") == "Same"


def test_parts_change_places_and_stay_at_the_ends(rubric, by):
    draft = actions.begin_version(rubric, by=by)
    last = draft.criteria.get(code="high-impact")

    actions.move_part(last, up=True, by=by)
    actions.move_part(last, up=True, by=by)

    assert [one.code for one in draft.criteria.all()] == ["high-impact", "goal-oriented"]


def test_a_new_criterion_gets_a_code_that_is_free(rubric, by):
    draft = actions.begin_version(rubric, by=by)

    made = [
        actions.save_criterion(draft, criterion=None, facts={"name": said(name)}, by=by).code
        for name in ("High impact", "High impact", "New")
    ]

    assert made == ["high-impact-2", "high-impact-3", "new-2"]


def test_a_draft_can_be_discarded(rubric, by):
    draft = actions.begin_version(rubric, by=by)

    actions.discard_draft(draft, by=by)

    assert Rubric.objects.count() == 1
