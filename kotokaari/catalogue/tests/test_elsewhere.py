"""Practices and projects on the pages of organisations and places."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory

from .factories import ProjectFactory, a_draft, a_practice

pytestmark = pytest.mark.django_db


def page(client, name, code):
    with override("en"):
        return client.get(reverse(f"people:{name}", args=[code])).content.decode()


def test_an_organisation_shows_its_practices_and_projects(client):
    owner = OrganisationFactory()
    a_practice(title="A club for talking", owner=owner)
    a_draft(title="Not yet", owner=owner)
    project = ProjectFactory()
    project.participants.add(owner)

    told = page(client, "organisation", owner.code)

    assert "A club for talking" in told
    assert "Not yet" not in told
    assert str(project) in told


def test_a_region_shows_the_practices_of_its_towns(client):
    a_practice(title="A club for talking")
    region = PlaceFactory(code="fi-maakunta:13", level="region")
    town = PlaceFactory(code="fi:179")
    town.within = region
    town.save()

    assert "A club for talking" in page(client, "place", "fi-maakunta:13")
    assert "A club for talking" in page(client, "place", "fi:179")


def test_an_organisation_without_practices_says_nothing_of_them(client):
    assert "practice-row" not in page(client, "organisation", OrganisationFactory().code)
