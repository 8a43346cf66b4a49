import pytest
<<<<<<< HEAD
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from kotokaari.arc.models import Link
from kotokaari.arc.public import kinds
from kotokaari.arc.tests.factories import ElsewhereFactory
from kotokaari.catalogue.models import Grant
=======

from kotokaari.arc.public import Link, arc_of, kinds
from kotokaari.catalogue import actions
from kotokaari.catalogue.models import Project
>>>>>>> 77e84f2 (Links go with what they hang on; the words of two rooms agree)
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory

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


def test_a_discarded_practice_leaves_no_link_behind():
    draft = a_draft()
    actions.set_projects(draft, projects=[project()], by=None)

    actions.discard_draft(draft_of(draft), by=UserFactory())

    assert not Link.objects.exists()


<<<<<<< HEAD
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
=======
def test_who_writes_a_practice_may_link_it_and_a_stranger_may_not(practice):
    writer = MembershipFactory(organisation=practice.owner, role=Role.MEMBER).user

    assert kinds()["practice"].may_edit(writer, practice.uuid)
    assert not kinds()["practice"].may_edit(UserFactory(), practice.uuid)


def test_a_practice_is_found_by_a_part_of_its_name(practice):
    actions.publishing.tell_others(practice)
    word = practice.current.title.source_text.split()[-1]

    found = kinds()["practice"].find(UserFactory(), word)

    assert [node.uuid for node in found] == [practice.uuid]
>>>>>>> 77e84f2 (Links go with what they hang on; the words of two rooms agree)
