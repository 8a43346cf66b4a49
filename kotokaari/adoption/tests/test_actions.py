"""What can happen in the ledger, and what is refused."""

import datetime

import pytest

from kotokaari.adoption import actions, counting
from kotokaari.adoption.merging import EditConflict, marks
from kotokaari.adoption.models import Adoption, Step
from kotokaari.arc.models import Link
from kotokaari.catalogue.public import practice_changed, uses
from kotokaari.catalogue.tests.factories import a_draft, a_practice
from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory

from .factories import AdaptationFactory, AdoptionFactory, LessonFactory, OutcomeFactory, text, worker

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


def test_an_organisation_says_that_it_is_interested():
    practice, organisation = a_practice(), OrganisationFactory()
    person = worker(organisation)

    adoption = actions.start_adoption(practice.current, organisation=organisation, by=person)

    assert (adoption.status, adoption.version, adoption.began_on) == ("interested", practice.current, None)
    assert list(adoption.steps.values_list("status", "by")) == [("interested", person.pk)]
    link = Link.objects.get(first=adoption.uuid)
    assert (link.first_kind, link.type, link.second_kind, link.second) == (
        "adoption",
        "reuses",
        "practice",
        practice.uuid,
    )


def test_the_whole_way_is_kept_step_by_step():
    adoption = AdoptionFactory(status="interested", on=DAY)
    days = [DAY + datetime.timedelta(days=30 * number) for number in range(1, 7)]

    for status, day in zip(("exploring", "planned", "piloting", "in_use", "mainstreamed"), days, strict=False):
        adoption = actions.change_status(adoption, status=status, on=day, by=adoption.created_by)
    stopped = actions.change_status(adoption, status="stopped", on=days[5], reason=text("No money."), by=None)

    assert [step.status for step in stopped.steps.all()] == [
        "interested",
        "exploring",
        "planned",
        "piloting",
        "in_use",
        "mainstreamed",
        "stopped",
    ]
    assert (stopped.began_on, stopped.ended_on) == (days[2], days[5])


@pytest.mark.parametrize(("before", "after"), [("in_use", "planned"), ("in_use", "stopped"), ("stopped", "piloting")])
def test_going_back_and_stopping_want_a_reason(before, after):
    adoption = AdoptionFactory(status=before)

    with pytest.raises(DomainError):
        actions.change_status(adoption, status=after, by=None)
    moved = actions.change_status(adoption, status=after, by=None, reason=text("The group was too small."))

    assert moved.status == after
    assert str(moved.steps.last().reason.read("en")) == "The group was too small."
    assert moved.ended_on is None or after == "stopped"


@pytest.mark.parametrize(
    ("status", "on"),
    [
        ("in_use", None),  # it is so already
        ("mainstreamed", datetime.date(2026, 3, 1)),  # before the present status
        ("mainstreamed", datetime.date(2999, 1, 1)),  # a day to come
        ("famous", None),
    ],
)
def test_a_status_that_makes_no_sense_is_refused(status, on):
    adoption = AdoptionFactory(status="in_use", on=DAY)

    with pytest.raises(DomainError):
        actions.change_status(adoption, status=status, on=on, by=None)
    assert Step.objects.count() == 1


def test_a_step_by_mistake_is_taken_back():
    adoption = AdoptionFactory(status="planned", on=DAY)
    actions.change_status(adoption, status="in_use", on=DAY + datetime.timedelta(days=5), by=None)

    back = actions.take_back_step(adoption, by=adoption.created_by)

    assert (back.status, back.status_on, back.began_on) == ("planned", DAY, None)
    with pytest.raises(DomainError):
        actions.take_back_step(adoption, by=adoption.created_by)


def test_one_entry_for_an_organisation_and_a_place():
    adoption = AdoptionFactory()
    again = {"organisation": adoption.organisation, "by": adoption.created_by}

    with pytest.raises(DomainError):
        actions.start_adoption(adoption.version, **again)
    elsewhere = actions.start_adoption(adoption.version, place=PlaceFactory(), **again)

    assert Adoption.objects.filter(organisation=adoption.organisation).count() == 2
    with pytest.raises(DomainError):
        actions.edit_adoption(elsewhere, changes={"place": None}, by=None)


def test_drafts_and_withdrawn_practices_and_ended_organisations_begin_nothing():
    draft, gone = a_draft(), a_practice(status="withdrawn")
    ended = OrganisationFactory(valid_to=datetime.date(2025, 1, 1))

    for version, organisation in (
        (draft.versions.get(), OrganisationFactory()),
        (gone.current, OrganisationFactory()),
        (a_practice().current, ended),
    ):
        with pytest.raises(DomainError):
            actions.start_adoption(version, organisation=organisation, by=UserFactory())
    assert not Adoption.objects.exists()


def test_two_editors_of_different_fields_do_not_disturb_each_other():
    adoption = AdoptionFactory()
    base = marks(adoption, ("purpose", "setting"))

    actions.edit_adoption(adoption, changes={"purpose": text("A"), "setting": text("")}, base=base, by=None)
    last = actions.edit_adoption(adoption, changes={"purpose": text(""), "setting": text("B")}, base=base, by=None)

    assert (last.purpose.source_text, last.setting.source_text) == ("A", "B")


def test_two_editors_of_one_field_see_both_and_nothing_is_lost():
    adoption = AdoptionFactory()
    base = marks(adoption, ("purpose", "people_reached"))
    actions.edit_adoption(adoption, changes={"purpose": text("Mine"), "people_reached": 20}, base=base, by=None)

    with pytest.raises(EditConflict) as conflict:
        actions.edit_adoption(adoption, changes={"purpose": text("Yours"), "people_reached": 20}, base=base, by=None)

    assert {name: str(value.read("en")) for name, value in conflict.value.theirs.items()} == {"purpose": "Mine"}
    adoption.refresh_from_db()
    assert adoption.purpose.source_text == "Mine"


def test_two_editors_of_one_adaptation_are_merged_as_well():
    part = AdaptationFactory(text=text("Shorter"), nature="shortening")
    base = marks(part, ("text", "who"))
    actions.edit_adaptation(part, changes={"text": text("Shorter by half"), "who": ""}, base=base, by=None)

    kept = actions.edit_adaptation(part, changes={"text": text("Shorter"), "who": "staff"}, base=base, by=None)

    assert (kept.text.source_text, kept.who) == ("Shorter by half", "staff")
    with pytest.raises(EditConflict):
        actions.edit_adaptation(part, changes={"text": text("Longer")}, base=base, by=None)


def test_the_owner_comments_while_the_adopter_edits():
    adoption = AdoptionFactory()
    base = marks(adoption, ("purpose",))

    actions.say_owners_word(adoption, kind="comments", text=text("Well done."), by=UserFactory())
    edited = actions.edit_adoption(adoption, changes={"purpose": text("For parents")}, base=base, by=None)

    assert edited.purpose.source_text == "For parents"
    assert edited.owners_words.get().text.source_text == "Well done."


def test_a_confirmation_takes_the_place_of_a_doubt_but_not_of_comments():
    adoption, owner = AdoptionFactory(), UserFactory()
    actions.say_owners_word(adoption, kind="comments", text=text("How is it going?"), by=owner)
    actions.say_owners_word(adoption, kind="doubts", by=owner)

    actions.say_owners_word(adoption, kind="confirms", by=owner)

    assert [word.kind for word in adoption.owners_words.all()] == ["comments", "confirms"]


def test_nobody_confirms_their_own_entry():
    practice = a_practice()
    own = AdoptionFactory(practice=practice, organisation=practice.owner)

    with pytest.raises(DomainError):
        actions.say_owners_word(own, kind="confirms", by=UserFactory())


def test_parts_come_and_go():
    adoption = AdoptionFactory()
    adaptation = AdaptationFactory(adoption=adoption)
    outcome, lesson = OutcomeFactory(adoption=adoption), LessonFactory(adoption=adoption)
    adoption.refresh_from_db()
    assert adoption.as_described == "adapted"

    actions.edit_outcome(outcome, changes={"value": 5, "people": 4}, by=None)
    outcome.refresh_from_db()
    assert outcome.is_withheld
    actions.remove_adaptation(adaptation, by=adoption.created_by)
    actions.remove_outcome(outcome, by=adoption.created_by)
    actions.remove_lesson(lesson, by=adoption.created_by)

    assert not adoption.adaptations.exists()
    assert not adoption.outcomes.exists()
    assert not adoption.lessons.exists()
    with pytest.raises(DomainError):
        actions.edit_lesson(lesson, changes={"text": text("Too late")}, by=None)


@pytest.mark.parametrize(
    ("factory", "facts"),
    [
        (AdaptationFactory, {"text": text("")}),
        (AdaptationFactory, {"nature": "magic"}),
        (AdaptationFactory, {"what": ""}),
        (OutcomeFactory, {"indicator": text("")}),
        (OutcomeFactory, {"direction": ""}),
        (OutcomeFactory, {"period_from": DAY, "period_to": DAY - datetime.timedelta(days=1)}),
        (LessonFactory, {"text": text("")}),
        (LessonFactory, {"kind": ""}),
    ],
)
def test_half_a_part_is_refused(factory, facts):
    with pytest.raises(DomainError):
        factory(**facts)


def test_a_removed_entry_is_gone_everywhere_and_comes_back():
    adoption = AdoptionFactory()
    by = adoption.created_by

    removed = actions.remove_adoption(adoption, by=by)
    assert not Adoption.objects.exists()
    assert not Link.objects.exists()
    assert uses([adoption.practice.uuid]) == {}
    with pytest.raises(DomainError):
        actions.edit_adoption(adoption, changes={"purpose": text("x")}, by=by)
    actions.restore_adoption(removed, by=by)

    assert Adoption.objects.get() == adoption
    assert Link.objects.filter(first=adoption.uuid).exists()
    assert uses([adoption.practice.uuid]) == {adoption.practice.uuid: 1}


def test_a_new_entry_in_the_place_of_a_removed_one_stays():
    adoption = AdoptionFactory()
    removed = actions.remove_adoption(adoption, by=adoption.created_by)
    AdoptionFactory(practice=adoption.practice, organisation=adoption.organisation)

    with pytest.raises(DomainError):
        actions.restore_adoption(removed, by=adoption.created_by)


def test_only_independent_organisations_at_work_count():
    above = OrganisationFactory()
    owner = OrganisationFactory(parent=above)
    practice = a_practice(owner=owner)
    user = OrganisationFactory()
    AdoptionFactory(practice=practice, organisation=user)
    AdoptionFactory(practice=practice, organisation=user, place=PlaceFactory(), status="piloting")
    AdoptionFactory(practice=practice, status="mainstreamed")
    for organisation, facts in (
        (owner, {}),
        (above, {}),
        (OrganisationFactory(parent=owner), {}),
        (OrganisationFactory(), {"status": "planned"}),
        (OrganisationFactory(), {"status": "stopped"}),
        (OrganisationFactory(), {"is_open": False}),
    ):
        AdoptionFactory(practice=practice, organisation=organisation, **facts)
    ended = AdoptionFactory(practice=practice).organisation
    ended.valid_to = datetime.date(2026, 6, 1)
    ended.save()

    assert uses([practice.uuid, a_practice().uuid]) == {practice.uuid: 2}


def test_counting_costs_one_query_for_many_practices(django_assert_num_queries):
    practices = [AdoptionFactory().practice for _number in range(3)]

    with django_assert_num_queries(1):
        assert len(counting.independent_uses([practice.uuid for practice in practices])) == 3


def test_search_hears_when_the_number_changes_and_only_then():
    heard = []
    adoption = AdoptionFactory(status="planned")
    practice_changed.connect(lambda **news: heard.append(news["practice"]), weak=False, dispatch_uid="test")
    try:
        actions.edit_adoption(adoption, changes={"purpose": text("x")}, by=None)
        assert heard == []
        actions.change_status(adoption, status="in_use", by=None)
        assert heard == [adoption.practice]
        actions.change_status(adoption, status="mainstreamed", by=None)
        assert len(heard) == 1
        actions.close_adoption(adoption, by=adoption.created_by)
        assert len(heard) == 2
    finally:
        practice_changed.disconnect(dispatch_uid="test")


def test_a_contact_is_shown_only_by_own_consent():
    adoption = AdoptionFactory()
    by, colleague = adoption.created_by, worker(adoption.organisation, "member")

    named = actions.name_contact(adoption, person=colleague, by=by)
    assert named.shown_contact is None
    with pytest.raises(DomainError):
        actions.accept_contact(adoption, by=by)
    assert actions.accept_contact(adoption, by=colleague).shown_contact == colleague
    assert actions.withdraw_contact(adoption, by=colleague).contact is None
    assert actions.name_contact(adoption, person=by, by=by).shown_contact == by
    with pytest.raises(DomainError):
        actions.name_contact(adoption, person=UserFactory(), by=by)
