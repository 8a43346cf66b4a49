"""Practices, projects and grants as the arc shows them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kotokaari.arc.public import kinds
from kotokaari.catalogue.models import Grant
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory

from .factories import ProjectFactory, a_draft, a_practice

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def node(kind, thing, user=NOBODY):
    return kinds()[kind].resolve(user, [thing.uuid])[thing.uuid]


def test_a_public_practice_is_told_by_name():
    told = node("practice", a_practice(title="A club for talking"))

    assert (told.title, told.station, told.visible) == ("A club for talking", "practice", True)
    assert told.url


def test_a_draft_is_told_without_its_name_to_strangers():
    draft = a_draft(title="Secret")
    member = MembershipFactory(organisation=draft.owner, role=Role.MEMBER).user

    assert node("practice", draft).visible is False
    assert "Secret" not in str(node("practice", draft))
    assert node("practice", draft, member).visible is True


def test_money_follows_what_it_is_for():
    project, draft = ProjectFactory(), a_draft()
    funder = TranslatedText.of("en", "ESF")
    open_grant = Grant.objects.create(project=project, funder=funder)
    closed_grant = Grant.objects.create(practice=draft, funder=funder)

    assert node("grant", open_grant).title == "ESF"
    assert node("grant", closed_grant).visible is False
    assert "ESF" not in str(node("grant", closed_grant))


def test_many_things_cost_one_query(django_assert_num_queries):
    practices = [a_practice() for _number in range(3)]

    with django_assert_num_queries(1):
        assert len(kinds()["practice"].resolve(NOBODY, [practice.uuid for practice in practices])) == 3


def test_a_project_is_known_to_all():
    assert node("project", ProjectFactory(name=TranslatedText.of("en", "Talk more"))).title == "Talk more"
