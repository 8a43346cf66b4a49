"""When something happens elsewhere: nothing of the ledger is lost, and everyone is told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.adoption import actions, queries
from kotokaari.adoption.models import Adoption, VersionChoice
from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.models import Version
from kotokaari.catalogue.record import FIELDS
from kotokaari.catalogue.tests.factories import a_practice, draft_of
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role, User
from kotokaari.people.public import end_organisation
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import AdoptionFactory, text, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Letters leave within this block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish_anew(practice, solution="A longer evening with two hosts, every week. " + "word " * 30):
    """A second version, in which the solution reads otherwise."""
    draft = catalogue.start_correction(Version.objects.get(pk=practice.current_id).practice, by=UserFactory())
    record = {**draft.whole, "solution": TranslatedText.of("en", solution).to_json()}
    catalogue.store_record(draft, record=record, by=None)
    published = catalogue.publish(draft, by=UserFactory(), change_note=text("Two hosts instead of one."))
    practice.refresh_from_db()
    return published


def test_adopters_are_asked_about_a_new_version(after_commit, adoption, coordinator, mailoutbox):
    stopped = AdoptionFactory(practice=adoption.practice, status="stopped")

    with after_commit():
        version = publish_anew(adoption.practice)

    choice = VersionChoice.objects.get()
    assert (choice.adoption, choice.version, choice.before, choice.choice) == (adoption, version, adoption.version, "")
    adoption.refresh_from_db()
    assert adoption.version.number == 1
    letter = next(letter for letter in mailoutbox if letter.to == [coordinator.email])
    assert "(2)" in letter.subject
    assert "Two hosts instead of one." in letter.body
    assert f"- {FIELDS['solution'].label}" in letter.body
    assert reverse("adoption:version", args=[adoption.uuid]) in letter.body
    assert stopped.created_by.email not in {to for letter in mailoutbox for to in letter.to}


def test_the_letter_speaks_the_readers_language(after_commit, adoption, mailoutbox):
    worker(adoption.organisation, language="sv", email="svenska@example.org")

    with after_commit():
        publish_anew(adoption.practice)

    letter = next(letter for letter in mailoutbox if letter.to == ["svenska@example.org"])
    with translation.override("sv"):
        assert reverse("adoption:version", args=[adoption.uuid]) in letter.body
    assert letter.body.startswith("Hej")
    assert "Er notering står kvar" in letter.body


def test_who_wants_no_letters_finds_it_on_my_work(after_commit, client, adoption, coordinator, mailoutbox):
    User.objects.filter(pk=coordinator.pk).update(mail_rhythm="never")

    with after_commit():
        publish_anew(adoption.practice)

    assert mailoutbox == []
    client.force_login(coordinator)
    assert reverse("adoption:version", args=[adoption.uuid]) in client.get(reverse("home:work")).content.decode()


def test_an_adopter_follows_or_stays_and_says_why(client, adoption, member):
    publish_anew(adoption.practice)
    client.force_login(member)
    address = reverse("adoption:version", args=[adoption.uuid])
    body = client.get(address).content.decode()
    assert "Two hosts instead of one." in body
    assert "<ins>" in body
    assert "<del>" in body

    silent = client.post(address, {"follows": "no"}).content.decode()
    client.post(address, {"follows": "no", "reason": "We have one host only."})

    assert "why you stay" in silent
    choice = VersionChoice.objects.get()
    assert (choice.choice, choice.reason.text("en"), choice.answered_by) == ("stays", "We have one host only.", member)
    assert Adoption.objects.get().version.number == 1
    client.post(address, {"follows": "yes"})
    assert Adoption.objects.get().version.number == 2
    client.post(address, {"follows": "no", "reason": "After all not."})
    assert Adoption.objects.get().version.number == 1
    assert not queries.waiting_choices(member).exists()


def test_the_owner_reads_who_follows_and_why_not(client, adoption, owner, member):
    publish_anew(adoption.practice)
    client.force_login(owner)
    address = reverse("adoption:users", args=[adoption.practice.key])
    assert "Version 2: Not answered yet" in client.get(address).content.decode()

    choice = VersionChoice.objects.get()
    actions.answer_version(choice, follows=False, reason=text("We have one host only."), by=member)

    body = client.get(address).content.decode()
    assert "Version 2: Stays with the earlier one" in body
    assert "We have one host only." in body


def test_only_the_newest_version_is_answered(adoption, member):
    publish_anew(adoption.practice)
    first = VersionChoice.objects.get()
    second = publish_anew(adoption.practice, "Outdoors, in every season. " + "word " * 30)

    with pytest.raises(DomainError):
        actions.answer_version(first, follows=True, by=member)

    assert [choice.version for choice in queries.waiting_choices(member)] == [second]
    actions.answer_version(queries.choice_for(Adoption.objects.get()), follows=True, by=member)
    assert Adoption.objects.get().version == second
    assert VersionChoice.objects.filter(choice="").count() == 1  # the one nobody answered stays in the history


def test_a_version_is_published_while_somebody_adopts(after_commit, client, practice, mailoutbox):
    """The form was opened at version 1; it is sent after version 2 has been published."""
    organisation = OrganisationFactory()
    person = worker(organisation, Role.MEMBER)
    client.force_login(person)
    form = client.get(reverse("adoption:start", args=[practice.key])).content.decode()
    assert 'name="version" value="1"' in form
    publish_anew(practice)

    with after_commit():
        client.post(
            reverse("adoption:start", args=[practice.key]),
            {
                "organisation": organisation.pk,
                "status": "planned",
                "on": "2026-11-01",
                "sentence": "As we read it",
                "version": 1,
            },
        )

    adoption = Adoption.objects.get()
    assert (adoption.version.number, adoption.purpose.text("en")) == (1, "As we read it")
    assert [choice.version.number for choice in queries.waiting_choices(person)] == [2]
    assert person.email in {to for letter in mailoutbox for to in letter.to}


@pytest.mark.parametrize("move", ["withdraw", "end", "archive"])
def test_an_owner_takes_a_practice_away_and_its_adopters_keep_everything(
    after_commit, client, adoption, coordinator, member, move, mailoutbox
):
    User.objects.filter(pk=coordinator.pk).update(mail_rhythm="never")  # this one is necessary
    actions.add_lesson(adoption, kind="worked", text=text("Coffee helps"), by=member)
    act = {
        "withdraw": catalogue.withdraw_practice,
        "end": catalogue.end_practice,
        "archive": catalogue.archive_practice,
    }[move]

    with after_commit():
        act(adoption.practice, reason=text("The money ended."), by=UserFactory())

    kept = Adoption.objects.get()
    assert (kept.status, kept.version, kept.lessons.count()) == ("in_use", adoption.version, 1)
    letter = next(letter for letter in mailoutbox if letter.to == [coordinator.email])
    assert "The money ended." in letter.body
    client.force_login(member)
    body = client.get(reverse("adoption:write", args=[adoption.uuid])).content.decode()
    assert "The money ended." in body
    assert "Coffee helps" in body
    actions.edit_adoption(kept, changes={"people_reached": 9}, by=member)


def test_a_withdrawn_practices_adoption_is_no_longer_everybodys(adoption, stranger, coordinator, owner):
    catalogue.withdraw_practice(adoption.practice, reason=text("Harm was found."), by=None)

    assert [Adoption.objects.visible_to(user).exists() for user in (stranger, coordinator, owner)] == [
        False,
        True,
        True,
    ]


def test_an_ended_adopters_entry_is_carried_on_by_its_successor(
    after_commit, client, adoption, mailoutbox, django_assert_max_num_queries
):
    heir = OrganisationFactory(en="Heir")
    person = worker(heir)
    actions.add_lesson(adoption, kind="worked", text=text("Coffee helps"), by=None)

    with after_commit():
        end_organisation(adoption.organisation, on=datetime.date(2026, 6, 30), successors=[heir], by=None)

    assert [letter.to for letter in mailoutbox] == [[person.email]]
    assert str(adoption.practice) in mailoutbox[0].body
    assert catalogue.uses([adoption.practice.uuid]) == {}
    client.force_login(person)
    address = reverse("adoption:carry-on", args=[adoption.uuid])
    assert address in client.get(reverse("home:work")).content.decode()
    client.post(address, {"organisation": heir.pk})
    carried = Adoption.objects.get()
    assert (carried.organisation, carried.uuid, carried.lessons.count()) == (heir, adoption.uuid, 1)
    assert catalogue.uses([adoption.practice.uuid]) == {adoption.practice.uuid: 1}


def test_nobody_else_carries_it_on(client, adoption, stranger):
    end_organisation(adoption.organisation, on=datetime.date(2026, 6, 30), by=None)
    client.force_login(stranger)

    assert client.get(reverse("adoption:carry-on", args=[adoption.uuid])).status_code == 403
    with pytest.raises(DomainError):
        actions.carry_on(adoption, organisation=OrganisationFactory(), by=stranger)


def test_a_letter_that_fails_stops_no_other(after_commit, adoption, settings, monkeypatch):
    from kotokaari.foundation import mail

    tried = []

    def broken(to, *args, **context):
        tried.append(to)
        raise OSError("no post office")

    worker(adoption.organisation)
    monkeypatch.setattr(mail, "send", broken)

    with after_commit():
        publish_anew(adoption.practice)

    assert len(tried) == 2


def test_publishing_for_the_first_time_asks_nobody(db):
    a_practice()

    assert not VersionChoice.objects.exists()


def test_a_draft_in_the_works_disturbs_no_adopter(adoption):
    catalogue.start_correction(adoption.practice, by=None)

    assert draft_of(adoption.practice)
    assert not VersionChoice.objects.exists()
