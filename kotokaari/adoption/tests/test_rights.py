"""Who may do what, on the arc and in one's own data too."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kotokaari.adoption import actions, permissions
from kotokaari.adoption.models import Adoption, Unsaved
from kotokaari.adoption.on_the_arc import adoption_nodes, may_edit_adoption
from kotokaari.adoption.own_data import of_person
from kotokaari.arc.public import arc_of
from kotokaari.people.actions.account import erase_person
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import AdministratorFactory

from .factories import AdoptionFactory, text, worker

pytestmark = pytest.mark.django_db
WRITING = {Role.MEMBER, Role.SPECIALIST, Role.FACILITATOR, Role.COORDINATOR, Role.ADMINISTRATOR}
HEADS = {Role.COORDINATOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
def test_what_each_role_of_the_adopter_may(adoption, role):
    person = worker(adoption.organisation, role)

    assert permissions.can_edit_adoption(person, adoption) is (role in WRITING)
    assert permissions.can_start_adoption(person, adoption.organisation) is (role in WRITING)
    assert permissions.can_remove_adoption(person, adoption) is (role in HEADS)
    assert not permissions.can_say_owners_word(person, adoption.practice)


@pytest.mark.parametrize("role", Role)
def test_what_each_role_of_the_owner_may(adoption, role):
    person = worker(adoption.practice.owner, role)

    assert permissions.can_say_owners_word(person, adoption.practice) is (role in HEADS)
    assert not permissions.can_edit_adoption(person, adoption)
    assert not permissions.can_remove_adoption(person, adoption)


def test_the_house_may_and_strangers_may_not(adoption, stranger):
    house = AdministratorFactory()

    for may, user in ((True, house), (False, stranger), (False, AnonymousUser())):
        assert permissions.can_edit_adoption(user, adoption) is may
        assert permissions.can_remove_adoption(user, adoption) is may
        assert permissions.can_say_owners_word(user, adoption.practice) is may
    assert not permissions.can_answer_contact(house, adoption)


def test_the_arc_leads_from_practice_to_adoption_and_back(adoption, stranger):
    forward = arc_of(stranger, "practice", adoption.practice.uuid)
    back = arc_of(stranger, "adoption", adoption.uuid)

    assert [node.uuid for node in forward.at("adoption")] == [adoption.uuid]
    assert [node.uuid for node in back.at("practice")] == [adoption.practice.uuid]


def test_the_arc_keeps_a_hidden_adoptions_name(adoption, coordinator, stranger, django_assert_num_queries):
    actions.close_adoption(adoption, by=coordinator)
    uuids = [adoption.uuid, AdoptionFactory().uuid, AdoptionFactory(status="stopped").uuid]

    with django_assert_num_queries(2):  # one for the roles
        nodes = adoption_nodes(stranger, uuids)

    assert [bool(nodes[uuid].title) for uuid in uuids] == [False, True, True]
    assert adoption_nodes(coordinator, uuids)[adoption.uuid].title == "Adopter town"
    assert may_edit_adoption(coordinator, adoption.uuid)
    assert not may_edit_adoption(stranger, adoption.uuid)


def test_ones_own_data_holds_what_one_did(adoption, coordinator):
    actions.keep_typed(adoption, form="facts", values={"purpose": "Half"}, by=coordinator)
    actions.name_contact(adoption, person=coordinator, by=coordinator)

    own = of_person(coordinator)

    assert [entry["adoption"] for entry in own["begun"]] == [str(adoption.uuid)]
    assert own["unsaved"][0]["values"] == {"purpose": "Half"}
    assert own["contact_for"][0]["consented"]
    assert own["statuses_said"][0]["status"] == "in_use"


def test_an_erased_person_is_shown_nowhere_and_the_entry_stays(adoption, coordinator):
    actions.name_contact(adoption, person=coordinator, by=coordinator)
    actions.keep_typed(adoption, form="facts", values={"purpose": "Half"}, by=coordinator)
    worker(adoption.organisation, Role.ADMINISTRATOR)

    erase_person(coordinator, by=coordinator)

    kept = Adoption.objects.get()
    assert (kept.contact, kept.contact_consented_at) == (None, None)
    assert not Unsaved.objects.exists()
    assert kept.status == "in_use"


def test_a_removed_entrys_contact_is_forgotten_too(adoption, coordinator):
    actions.name_contact(adoption, person=coordinator, by=coordinator)
    actions.remove_adoption(adoption, by=coordinator)

    erase_person(coordinator, by=coordinator)

    assert Adoption.with_removed.get().contact is None


def test_translations_of_a_text_survive_its_correction(adoption):
    adoption.purpose = text("First").with_translation("sv", "Först")
    adoption.save()

    from kotokaari.adoption.merging import put_words

    words = put_words(adoption.purpose, "Second", "fi")
    actions.edit_adoption(adoption, changes={"purpose": words}, by=None)

    adoption.refresh_from_db()
    assert (adoption.purpose.text("en"), adoption.purpose.text("sv")) == ("Second", "Först")
    assert adoption.purpose.is_stale("sv")
