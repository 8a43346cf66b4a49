import pytest

from kotokaari.arc.public import Link, arc_of
from kotokaari.catalogue import actions
from kotokaari.catalogue.models import Project
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import a_draft, a_practice, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return a_practice()


def project(code="aito"):
    return Project.objects.create(code=code, name=TranslatedText.of("fi", code.title()))


def test_the_projects_of_a_practice_stand_on_its_arc(practice):
    kept, dropped = project(), project("koto")
    actions.set_projects(practice, projects=[kept, dropped], by=None)

    actions.set_projects(practice, projects=[kept], by=None)

    assert set(Link.objects.values_list("second", flat=True)) == {kept.uuid}


def test_money_stands_on_the_arc_until_it_is_taken_back(practice):
    boss = UserFactory()
    grant = actions.add_grant(practice, funder=TranslatedText.of("fi", "ESR"), by=None)
    assert arc_of(boss, "practice", practice.uuid).at("money")

    actions.remove_grant(grant, by=boss)

    assert not Link.objects.exists()


def test_a_funder_called_as_one_organisation_is_that_one(practice):
    esr = OrganisationFactory(fi="Euroopan säätiö ry")
    OrganisationFactory(fi="Kaima"), OrganisationFactory(fi="Kaima")

    known, twice, other = (
        actions.add_grant(practice, funder=TranslatedText.of("fi", name), by=None)
        for name in ("EUROOPAN SÄÄTIÖ", "Kaima", "Muu")
    )
    given = actions.add_grant(practice, funder=TranslatedText.of("fi", "ESR"), funder_organisation=esr, by=None)

    funders = [grant.funder_organisation for grant in (known, twice, other, given)]
    assert funders == [esr, None, None, esr]


def test_a_discarded_practice_leaves_no_link_behind():
    draft = a_draft()
    actions.set_projects(draft, projects=[project()], by=None)

    actions.discard_draft(draft_of(draft), by=UserFactory())

    assert not Link.objects.exists()
