import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from kotokaari.people.models import Role
from kotokaari.people.public import EDITORS, has_role, is_specialist, organisation_options, organisations_for

from .factories import AdministratorFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)


def test_a_role_counts_in_its_own_organisation_only():
    membership = MembershipFactory(role=Role.COORDINATOR)

    assert has_role(membership.user, membership.organisation, *EDITORS)
    assert has_role(membership.user, membership.organisation.pk)
    assert not has_role(membership.user, membership.organisation, Role.EXPERT)
    assert not has_role(membership.user, OrganisationFactory())


def test_an_ended_membership_counts_for_nothing():
    membership = MembershipFactory(role=Role.COORDINATOR, since=YESTERDAY - datetime.timedelta(days=9), until=YESTERDAY)

    assert not has_role(membership.user, membership.organisation)
    assert not organisations_for(membership.user).exists()


def test_who_runs_the_house_has_every_role():
    administrator, organisation = AdministratorFactory(), OrganisationFactory()

    assert has_role(administrator, organisation, Role.FACILITATOR)
    assert is_specialist(administrator)
    assert list(organisations_for(administrator)) == [organisation]


def test_a_visitor_has_none():
    organisation = OrganisationFactory()

    assert not has_role(AnonymousUser(), organisation)
    assert not is_specialist(AnonymousUser())
    assert not organisations_for(AnonymousUser()).exists()


def test_organisations_are_found_by_role():
    user = UserFactory()
    led = MembershipFactory(user=user, role=Role.COORDINATOR).organisation
    other = MembershipFactory(user=user).organisation

    assert list(organisations_for(user, *EDITORS)) == [led]
    assert set(organisations_for(user)) == {led, other}


def test_roles_are_read_once(django_assert_num_queries):
    membership = MembershipFactory(role=Role.SPECIALIST)

    with django_assert_num_queries(1):
        assert is_specialist(membership.user)
        assert has_role(membership.user, membership.organisation)
        assert not has_role(membership.user, membership.organisation, Role.EXPERT)


def test_options_leave_out_what_has_ended_and_sort_as_readers_do():
    for name in ("Öljyala", "Åby", "Zeta"):
        OrganisationFactory(fi=name)
    OrganisationFactory(fi="Gone", valid_to=YESTERDAY)

    assert [name for _, name in organisation_options("fi")] == ["Zeta", "Åby", "Öljyala"]
    assert len(organisation_options("fi", ended=True)) == 4
