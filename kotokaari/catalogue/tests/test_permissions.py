"""Who may do what: role by role, thing by thing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from kotokaari.catalogue import permissions
from kotokaari.catalogue.models import Practice, Version
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, OrganisationFactory, UserFactory

from .factories import a_draft, a_practice

pytestmark = pytest.mark.django_db

MATRIX = {
    # who: (edit, publish, translate a draft, translate a public one)
    "member": (True, False, True, True),
    "coordinator": (True, True, True, True),
    "administrator": (True, True, True, True),
    "facilitator": (True, False, True, True),
    "panel_expert": (False, False, False, False),
    "decision_maker": (False, False, False, False),
    "national specialist": (False, False, False, True),
    "coordinator elsewhere": (False, False, False, False),
    "former coordinator": (False, False, False, False),
    "house administrator": (True, True, True, True),
    "nobody": (False, False, False, False),
}


def who(name, owner):
    if name == "nobody":
        return AnonymousUser()
    if name == "house administrator":
        return AdministratorFactory()
    if name == "national specialist":
        return MembershipFactory(role=Role.SPECIALIST).user
    if name == "coordinator elsewhere":
        return MembershipFactory(role=Role.COORDINATOR).user
    if name == "former coordinator":
        past = {"since": "2020-01-01", "until": "2021-01-01"}
        return MembershipFactory(organisation=owner, role=Role.COORDINATOR, **past).user
    return MembershipFactory(organisation=owner, role=name).user


@pytest.mark.parametrize("name", MATRIX)
def test_who_may_do_what(name):
    owner = OrganisationFactory()
    user, draft, public = who(name, owner), a_draft(owner=owner), a_practice(owner=owner)
    edit, publish, translate_draft, translate_public = MATRIX[name]

    assert permissions.can_edit_practice(user, draft) is edit
    assert permissions.can_create_practice(user, owner) is edit
    assert permissions.can_publish_practice(user, draft) is publish
    assert permissions.can_change_status(user, public) is publish
    assert permissions.can_confirm_practice(user, public) is publish
    assert permissions.can_manage_partners(user, public) is publish
    assert permissions.can_translate_practice(user, draft) is translate_draft
    assert permissions.can_translate_practice(user, public) is translate_public


@pytest.mark.parametrize("name", MATRIX)
def test_who_may_know_of_a_draft(name):
    owner = OrganisationFactory()
    user, practice = who(name, owner), a_draft(owner=owner)
    insider = name in {
        "member",
        "coordinator",
        "administrator",
        "facilitator",
        "panel_expert",
        "decision_maker",
        "house administrator",
    }

    assert Practice.objects.visible_to(user).filter(pk=practice.pk).exists() is insider
    assert Version.objects.visible_to(user).filter(practice=practice).exists() is insider


@pytest.mark.parametrize("status", ["published", "ended", "archived", "withdrawn"])
def test_what_was_public_keeps_its_address(status):
    practice, stranger = a_practice(status=status), UserFactory()

    assert Practice.objects.visible_to(stranger).filter(pk=practice.pk).exists()
    assert Version.objects.visible_to(stranger).filter(practice=practice).exists() is (status != "withdrawn")


ROUTES = {
    # route: (needs, of a draft practice or a public one)
    "draft": ("edit", "draft"),
    "draft-preview": ("edit", "draft"),
    "draft-discard": ("edit", "draft"),
    "draft-publish": ("publish", "draft"),
    "translate": ("translate", "public"),
    "partners": ("publish", "public"),
    "contacts": ("publish", "public"),
    "files": ("publish", "public"),
}


@pytest.mark.parametrize("name", [name for name in MATRIX if name != "nobody"])
def test_the_pages_ask_the_same_questions(client, name):
    owner = OrganisationFactory()
    user = who(name, owner)
    things = {"draft": a_draft(owner=owner), "public": a_practice(owner=owner)}
    edit, publish, _translate_draft, translate = MATRIX[name]
    may = {"edit": edit, "publish": publish, "translate": translate}
    client.force_login(user)

    for route, (needs, which) in ROUTES.items():
        status = client.get(reverse(f"catalogue:{route}", args=[things[which].key])).status_code
        visible = which == "public" or Practice.objects.visible_to(user).filter(pk=things[which].pk).exists()
        assert status == (200 if may[needs] else 403 if visible else 404), route


def test_without_signing_in_one_is_asked_to(client):
    practice = a_practice()

    for route in ("draft", "translate", "partners", "contacts", "files"):
        response = client.get(reverse(f"catalogue:{route}", args=[practice.key]))
        assert response.status_code == 302, route


def test_a_writer_adds_files_to_a_draft_but_not_to_what_is_public():
    owner = OrganisationFactory()
    member = who("member", owner)

    assert permissions.can_manage_files(member, a_draft(owner=owner))
    assert not permissions.can_manage_files(member, a_practice(owner=owner))
