"""Practices, projects and grants as the arc shows them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from kotokaari.arc.models import Link
from kotokaari.arc.public import kinds
from kotokaari.arc.tests.factories import ElsewhereFactory
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


@pytest.fixture
def mine(client):
    """A public practice of the organisation whose coordinator is at the desk."""
    practice = a_practice()
    client.force_login(MembershipFactory(organisation=practice.owner, role=Role.COORDINATOR).user)
    return practice


def link_page(practice):
    return reverse("arc:tie", args=["practice", practice.uuid])


def test_who_writes_a_practice_links_it(client, mine):
    need = ElsewhereFactory(station="need")
    offered = client.get(link_page(mine), {"q": need.title.source_text}).content.decode()
    assert f"elsewhere/{need.uuid}" in offered or f"elsewhere:need/{need.uuid}" in offered

    client.post(link_page(mine), {"other": f"elsewhere/{need.uuid}", "way": "answers:first", "since": ""})

    assert Link.objects.filter(first=mine.uuid, second=need.uuid).exists()


def test_nobody_links_somebody_elses_practice(client, mine):
    assert client.get(link_page(a_practice())).status_code == 403


def test_practices_and_projects_are_found_by_name_and_drafts_are_not(client, mine):
    ProjectFactory(name=TranslatedText.of("en", "The bridge project"))
    a_practice(title="Bridge builders")
    a_draft(title="Bridge of secrets")

    found = client.get(link_page(mine), {"q": "bridge"}).content.decode()

    assert "The bridge project" in found
    assert "Bridge builders" in found
    assert "Bridge of secrets" not in found


def test_a_noted_thing_is_looked_for_by_its_whole_name(client, mine):
    note = {"station": "need", "title_fi": "Bread & roses?", "is_public": "on", "source": "A survey"}

    response = client.post(reverse("arc:note", args=["practice", mine.uuid]), note)

    assert response["Location"] == f"{link_page(mine)}?q=Bread+%26+roses%3F"
