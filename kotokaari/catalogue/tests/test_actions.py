"""What can happen to a practice."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from kotokaari.catalogue import actions, guards, logic, own_data
from kotokaari.catalogue.models import Practice, Version, VersionIsFixed
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User, person_erased
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import a_draft, a_practice, a_record, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


def text(words):
    return TranslatedText.of("en", words)


def test_a_new_practice_is_a_draft_that_nobody_else_sees():
    owner, anna, stranger = OrganisationFactory(), UserFactory(), UserFactory()

    practice = actions.create_practice(owner, by=anna, source_language="sv")

    assert practice.status == Practice.Status.DRAFT
    assert draft_of(practice).source_language == "sv"
    assert not Practice.objects.visible_to(stranger).exists()
    assert AuditEvent.objects.filter(action="practice created", actor=str(anna.uuid)).exists()


def test_publishing_shows_the_draft_and_fills_what_lists_filter_by():
    practice = a_draft(cost_band=2, evidence_level=0, effect_direction="unknown")

    version = actions.publish(draft_of(practice), by=UserFactory(), change_note=text("First."))

    practice.refresh_from_db()
    assert practice.current == version
    assert practice.status == "published"
    assert (practice.review_due - practice.confirmed_on).days in (365, 366)
    assert (version.kind, version.cost_band, version.evidence_level) == ("operating_model", 2, 0)
    assert version.languages == "|en|"
    assert set(version.concepts.values_list("code", flat=True)) == {"language-learning", "immigrant", "initial-phase"}
    assert [place.code for place in version.places.all()] == ["fi:179"]


def test_a_draft_with_gaps_names_every_one_of_them():
    practice = a_draft(record={})

    with pytest.raises(actions.NotReady) as refused:
        actions.publish(draft_of(practice), by=UserFactory())

    assert set(refused.value.problems) == {
        "title",
        "summary",
        "kind",
        "themes",
        "target_groups",
        "places",
        "solution",
    }


def test_an_unknown_theme_is_refused_in_a_sentence():
    record = a_record()
    record["themes"] = ["no-such-theme"]

    with pytest.raises(DomainError, match="no-such-theme"):
        actions.publish(draft_of(a_draft(record=record)), by=UserFactory())


def test_a_correction_supersedes_and_both_stay_readable():
    practice, anna = a_practice(title="Old name"), UserFactory()
    draft = actions.start_correction(practice, by=anna)
    actions.save_draft(draft, data={"title": "New name"}, by=anna)

    actions.publish(draft, by=anna, change_note=text("A better name."))

    states = {v.number: (v.state, str(v.title)) for v in practice.versions.all()}
    assert states == {1: ("superseded", "Old name"), 2: ("published", "New name")}


def test_there_is_one_draft_at_a_time():
    practice, anna = a_practice(), UserFactory()
    actions.start_correction(practice, by=anna)

    with pytest.raises(DomainError, match="already has a draft"):
        actions.start_correction(practice, by=anna)


def test_a_published_version_cannot_be_saved_with_other_words():
    version = a_practice().current
    version.title = text("Something else")

    with pytest.raises(VersionIsFixed):
        version.save()


@pytest.mark.parametrize(
    "change",
    [
        {"record": {}},
        {"title": TranslatedText.of("en", "Other")},
        {"digest": "0" * 64},
        {"state": "draft"},
        {"number": 9},
        {"evidence_level": 4},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_itself_keeps_a_published_version_as_it_is(change):
    version = a_practice().current

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)


def test_a_draft_may_change_in_the_database():
    draft = draft_of(a_draft())

    assert Version.objects.filter(pk=draft.pk).update(record={}) == 1


def test_discarding_the_only_draft_takes_the_practice_with_it():
    practice = a_draft()

    assert actions.discard_draft(draft_of(practice), by=UserFactory()) is None
    assert not Practice.objects.filter(pk=practice.pk).exists()


def test_discarding_a_correction_keeps_what_is_published():
    practice = a_practice()
    draft = actions.start_correction(practice, by=UserFactory())

    assert actions.discard_draft(draft, by=UserFactory()) == practice
    assert list(practice.versions.values_list("state", flat=True)) == ["published"]


@pytest.mark.parametrize(
    ("action", "status"),
    [(actions.end_practice, "ended"), (actions.archive_practice, "archived"), (actions.withdraw_practice, "withdrawn")],
)
def test_a_practice_that_leaves_keeps_its_address_and_can_come_back(action, status):
    practice, stranger = a_practice(), UserFactory()

    action(practice, reason=text("The money ended."), by=UserFactory())

    found = Practice.objects.visible_to(stranger).get(pk=practice.pk)
    assert (found.status, str(found.status_reason)) == (status, "The money ended.")
    assert actions.restore_practice(practice, reason=text("It goes on."), by=UserFactory()).status == "published"


def test_leaving_needs_a_reason():
    with pytest.raises(DomainError, match="Say why"):
        actions.withdraw_practice(a_practice(), reason=TranslatedText(), by=UserFactory())


def test_a_draft_cannot_be_ended():
    with pytest.raises(DomainError, match="Draft"):
        actions.end_practice(a_draft(), reason=text("No."), by=UserFactory())


def test_a_withdrawn_practice_is_not_published_anew_by_the_way():
    practice = a_practice()
    draft = actions.start_correction(practice, by=UserFactory())
    actions.withdraw_practice(practice, reason=text("A mistake."), by=UserFactory())

    with pytest.raises(DomainError, match="Put it back first"):
        actions.publish(draft, by=UserFactory())


def test_saying_that_it_is_still_so_moves_the_next_check():
    practice = a_practice()
    Practice.objects.update(review_due="2020-01-01")

    assert actions.confirm_still_so(practice, by=UserFactory()).review_due.year > 2020


def test_a_record_from_data_has_up_to_date_human_translations():
    record = logic.record_from_data({"title": {"fi": "Kerho", "sv": "Klubben", "en": "The club"}}, "fi")

    title = TranslatedText.from_json(record["title"])
    assert (title.source, title.text("sv"), title.is_stale("sv")) == ("fi", "Klubben", False)


def test_the_guard_comes_back_when_a_migration_has_built_the_table_anew():
    version = a_practice().current
    with connection.cursor() as cursor:
        on = " ON catalogue_version" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER published_version_is_fixed{on}")
    assert Version.objects.filter(pk=version.pk).update(number=8) == 1

    guards.install_after_migrate(None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(number=9)


def test_a_person_who_is_forgotten_is_no_longer_a_contact():
    practice, person = a_practice(), UserFactory()
    contact = actions.offer_contact(practice, user=person, role=text("Host"), by=UserFactory())
    actions.accept_contact(contact, by=person)
    assert own_data.of_person(person)["contact_for"][0]["role"] == "Host"

    person_erased.send(sender=User, user=person)

    assert not practice.contacts.exists()


def test_one_gets_what_one_wrote_and_translated():
    anna = UserFactory()
    practice = a_practice(by=anna, title="The club")
    actions.translate(practice.current, path="title", language="sv", text="Klubben", by=anna)

    data = own_data.of_person(anna)

    assert [(entry["title"], entry["state"]) for entry in data["versions"]] == [("The club", "published")]
    assert [(entry["field"], entry["text"]) for entry in data["translations"]] == [("title", "Klubben")]
