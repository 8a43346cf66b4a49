"""The cast of the ledger: an owner, an adopter's people, a stranger."""

import pytest
from django.utils import translation

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import AdoptionFactory, worker


@pytest.fixture
def practice(db):
    """A published practice of some organisation."""
    return a_practice(owner=OrganisationFactory(en="Owner town"))


@pytest.fixture
def owner(practice):
    """Speaks for the practice's owner."""
    return worker(practice.owner)


@pytest.fixture
def adoption(practice):
    """Another organisation uses it."""
    return AdoptionFactory(practice=practice, organisation=OrganisationFactory(en="Adopter town"))


@pytest.fixture
def coordinator(adoption):
    """Coordinates the adopter's work, and began the entry."""
    return adoption.created_by


@pytest.fixture
def member(adoption):
    """Works for the adopter."""
    return worker(adoption.organisation, Role.MEMBER)


@pytest.fixture
def stranger(db):
    """Works somewhere else."""
    return worker(OrganisationFactory(), Role.COORDINATOR)


@pytest.fixture
def anybody(db):
    """Has an account and no organisation."""
    return UserFactory()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
