"""Two at the same moment, each in a transaction of its own. In SQLite writers queue by themselves: PostgreSQL shows it."""

import threading

import pytest
from django.db import connection

from kotokaari.adoption import actions
from kotokaari.adoption.merging import EditConflict, marks
from kotokaari.adoption.models import Adoption, VersionChoice
from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory

from .factories import AdoptionFactory, text

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in str(connection.vendor), reason="its writers stand in one queue"),
]


def at_once(*deeds):
    """Do all at the same moment; gives what each answered, or the refusal."""
    start, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(number, deed):
        try:
            start.wait(timeout=10)
            answers[number] = deed()
        except DomainError as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.mark.parametrize("_again", range(3))
def test_a_version_is_published_at_the_moment_somebody_adopts(_again):
    practice, organisation, person = a_practice(), OrganisationFactory(), UserFactory()
    version = practice.current
    draft = catalogue.start_correction(practice, by=person)

    at_once(
        lambda: catalogue.publish(draft, by=person),
        lambda: actions.start_adoption(version, organisation=organisation, by=person),
    )

    adoption, choice = Adoption.objects.get(), VersionChoice.objects.get()
    assert adoption.version == version
    assert (choice.adoption, choice.version.number, choice.before) == (adoption, 2, version)


def test_a_practice_is_withdrawn_at_the_moment_somebody_adopts():
    practice, organisation, person = a_practice(), OrganisationFactory(), UserFactory()

    _gone, begun = at_once(
        lambda: catalogue.withdraw_practice(practice, reason=text("Harm."), by=person),
        lambda: actions.start_adoption(practice.current, organisation=organisation, by=person),
    )

    practice.refresh_from_db()
    assert practice.status == "withdrawn"
    assert isinstance(begun, DomainError) is not Adoption.objects.exists()


def test_two_begin_the_same_entry():
    practice, organisation, person, place = a_practice(), OrganisationFactory(), UserFactory(), PlaceFactory()

    answers = at_once(
        *[
            lambda: actions.start_adoption(practice.current, organisation=organisation, place=place, by=person)
            for _who in range(2)
        ]
    )

    assert sorted(isinstance(answer, DomainError) for answer in answers) == [False, True]
    assert Adoption.objects.count() == 1


def test_four_edit_and_the_owner_comments():
    adoption, owner = AdoptionFactory(), UserFactory()
    base = marks(adoption, ("purpose", "setting", "decision"))
    same = {"purpose": text(""), "setting": text(""), "decision": text("")}

    def edit(name, words):
        return lambda: actions.edit_adoption(adoption, changes={**same, name: text(words)}, base=base, by=None)

    answers = at_once(
        edit("purpose", "A"),
        edit("setting", "B"),
        edit("decision", "C"),
        edit("decision", "D"),
        lambda: actions.say_owners_word(adoption, kind="comments", text=text("Good."), by=owner),
    )

    kept = Adoption.objects.get()
    assert (kept.purpose.text("en"), kept.setting.text("en")) == ("A", "B")
    refused = [answer for answer in answers if isinstance(answer, EditConflict)]
    assert len(refused) == 1
    assert {kept.decision.text("en"), "D" if kept.decision.text("en") == "C" else "C"} == {"C", "D"}
    assert refused[0].theirs["decision"].text("en") == kept.decision.text("en")
    assert kept.owners_words.get().text.text("en") == "Good."
