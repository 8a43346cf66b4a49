import datetime

import pytest

from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.actions.organisations import (
    OrganisationHasEnded,
    OrganisationRefused,
    create_organisation,
    edit_organisation,
    end_organisation,
    reopen_organisation,
)
from kotokaari.people.models import Organisation, Role
from kotokaari.people.public import has_role, organisation_book, organisation_ended

from .factories import AdministratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
NAME = TranslatedText.of("fi", "Vantaan kaupunki", sv="Vanda stad", en="City of Vantaa")
YEAR_END = datetime.date(2024, 12, 31)


def test_whoever_makes_an_organisation_runs_it():
    person = UserFactory()

    made = create_organisation(name=NAME, type="municipality", by=person)

    assert made.code == "vantaan-kaupunki"
    assert has_role(person, made, Role.ADMINISTRATOR)
    assert AuditEvent.objects.get(action="organisation created").actor == str(person.uuid)


def test_who_runs_the_house_needs_no_role():
    made = create_organisation(name=NAME, type="municipality", by=AdministratorFactory())

    assert not made.memberships.exists()


def test_names_may_repeat_but_codes_do_not():
    first = create_organisation(name=NAME, type="municipality", by=None)
    second = create_organisation(name=NAME, type="municipality", by=None)

    assert (first.code, second.code) == ("vantaan-kaupunki", "vantaan-kaupunki-2")
    with pytest.raises(OrganisationRefused, match="is taken"):
        create_organisation(name=NAME, type="municipality", code=first.code, by=None)


@pytest.mark.parametrize("word", ["New", "Uusi", "Ny"])
def test_an_organisation_does_not_take_an_address_of_ours(word):
    assert create_organisation(name=TranslatedText.of("fi", word), type="other", by=None).code == f"{word.lower()}-2"


def test_an_organisation_needs_a_name():
    with pytest.raises(OrganisationRefused):
        create_organisation(name=TranslatedText(), type="other", by=None)


def test_an_organisation_cannot_be_part_of_itself():
    city = OrganisationFactory()
    unit = OrganisationFactory(parent=city)

    with pytest.raises(OrganisationRefused, match="part of itself"):
        edit_organisation(city, parent=unit, by=None)


def test_editing_says_what_changed():
    city = OrganisationFactory()

    edit_organisation(city, website="https://example.org", type=city.type, by=None)

    assert AuditEvent.objects.get(action="organisation edited").details == {"fields": ["website"]}
    assert organisation_book().by_key[city.pk].type == city.type


def test_an_end_names_who_carries_on():
    old, new = OrganisationFactory(), OrganisationFactory()
    heard = []
    organisation_ended.connect(lambda **news: heard.append(news["organisation"]), weak=False, dispatch_uid="test")

    end_organisation(old, on=YEAR_END, successors=[(new, TranslatedText.of("fi", "Kaikki"))], by=None)

    organisation_ended.disconnect(dispatch_uid="test")
    succession = old.successions.get()
    assert (succession.new, str(succession.on), str(succession.note)) == (new, "2025-01-01", "Kaikki")
    assert old.has_ended
    assert heard == [old]
    assert organisation_book().by_key[old.pk].has_ended


def test_what_has_ended_does_not_end_again_but_may_be_reopened():
    old, new = OrganisationFactory(), OrganisationFactory()
    end_organisation(old, on=YEAR_END, successors=[new], by=None)

    with pytest.raises(OrganisationHasEnded):
        end_organisation(old, on=YEAR_END, by=None)
    reopen_organisation(old, by=None)

    assert Organisation.objects.get(pk=old.pk).valid_to is None
    assert not old.successions.exists()
    with pytest.raises(OrganisationRefused):
        reopen_organisation(old, by=None)


def test_successors_must_outlive_the_end():
    gone = OrganisationFactory(valid_to=datetime.date(2020, 1, 1))
    old = OrganisationFactory(valid_from=datetime.date(2021, 1, 1))

    with pytest.raises(OrganisationRefused, match="has ended itself"):
        end_organisation(old, on=YEAR_END, successors=[gone], by=None)
    with pytest.raises(OrganisationRefused, match="its own tasks"):
        end_organisation(old, on=YEAR_END, successors=[old], by=None)
    with pytest.raises(OrganisationRefused, match="before the first day"):
        end_organisation(old, on=datetime.date(2020, 1, 1), by=None)

    old.refresh_from_db()
    assert old.valid_to is None
    assert not old.successions.exists()
