import datetime

import pytest
from django.core import mail
from django.urls import reverse

from kotokaari.foundation.registry import Registry, Section
from kotokaari.foundation.text import TranslatedText
from kotokaari.people import registries
from kotokaari.people.actions.invitations import invite
from kotokaari.people.actions.organisations import end_organisation
from kotokaari.people.models import Invitation, Organisation, Role
from kotokaari.people.registries import _organisation_sections, register_organisation_section

from .factories import (
    PASSWORD,
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def page(client, address, **data):
    return client.get(address, data).content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    place = PlaceFactory()
    OrganisationFactory.create_batch(count, place=place)
    page(client, "/en/organisations/")  # the books are read once after a change

    with django_assert_num_queries(1):  # the version of the data
        found = page(client, "/en/organisations/", q="association")

    assert found.count("entry-title") == min(count, 25)


def test_organisations_are_found_by_word_type_and_place(client):
    region = PlaceFactory(code="xx:region", name_en="The Region")
    town = PlaceFactory(code="xx:town", within=region)
    OrganisationFactory(fi="Jyväskylän koulu", en="School", type="school", place=town)
    OrganisationFactory(fi="Toinen", en="Other", type="company")
    address = "/en/organisations/"

    assert "School" in page(client, address, q="jyvaskylan")
    assert "Other" not in page(client, address, q="jyvaskylan")
    assert "School</a>" not in page(client, address, type="company")
    assert "Other</a>" not in page(client, address, place="xx:region")
    assert "School</a>" in page(client, address, place="xx:region")
    assert "Nothing fits all of this" in page(client, address, place="xx:town", type="company")


def test_ended_ones_are_shown_when_asked_for(client):
    OrganisationFactory(fi="Vanha", en="Old centre", valid_to=datetime.date(2024, 12, 31))

    assert "Old centre" not in page(client, "/en/organisations/")
    assert "ended in 2024" in page(client, "/en/organisations/", ended="1")


def test_strange_addresses_of_the_list_are_harmless(client):
    OrganisationFactory()

    for query in ("?type=nonsense", "?place=%00", "?page=-1", "?page=x", "?q=" + "x" * 5000, "?q=%27%22%3C"):
        assert client.get(f"/en/organisations/{query}").status_code == 200


def test_the_page_says_who_carries_on(client):
    old = OrganisationFactory(fi="Vanha", en="Old")
    new = OrganisationFactory(fi="Uusi <b>", en="New <b>")
    note = TranslatedText.of("en", "Nearly everything.")
    end_organisation(old, on=datetime.date(2024, 12, 31), successors=[(new, note)], by=None)

    text = page(client, f"/en/organisations/{old.code}/")

    assert "Ended on" in text
    assert "31 December 2024" in text
    assert f'<a href="/en/organisations/{new.code}/">New &lt;b&gt;</a>' in text
    assert "Nearly everything." in text
    assert "Carries on the tasks of" in page(client, f"/en/organisations/{new.code}/")


def test_other_rooms_add_sections(client):
    organisation = OrganisationFactory()

    def section(request, thing):
        return Section("Practices of ours", "people/mails/notice.txt", {})

    register_organisation_section(section)
    try:
        assert "Practices of ours" in page(client, f"/en/organisations/{organisation.code}/")
    finally:
        _organisation_sections.remove(section)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_organisation_costs_the_same(client, django_assert_num_queries, monkeypatch, count):
    monkeypatch.setattr(registries, "_organisation_sections", Registry())  # what the rooms above add costs them
    organisation = OrganisationFactory(parent=OrganisationFactory(), place=PlaceFactory())
    OrganisationFactory.create_batch(count, parent=organisation)
    end_organisation(
        organisation, on=datetime.date(2024, 1, 1), successors=OrganisationFactory.create_batch(count), by=None
    )
    address = f"/en/organisations/{organisation.code}/"
    page(client, address, warm="1")

    with django_assert_num_queries(5):  # version, organisation, successions both ways, units
        page(client, address, cold="1")


def test_names_in_three_languages_are_written_side_by_side(client):
    membership = MembershipFactory(role=Role.COORDINATOR)
    client.force_login(membership.user)
    organisation = membership.organisation
    address = f"/en/organisations/{organisation.code}/edit/"

    data = {"name_fi": "Uusi nimi", "name_sv": "Nytt namn", "name_en": organisation.name.text("en"), "type": "school"}
    response = client.post(address, data)

    organisation.refresh_from_db()
    assert response.status_code == 302
    assert organisation.name.text("sv") == "Nytt namn"
    assert not organisation.name.is_stale("sv")
    assert organisation.name.is_stale("en")


def test_a_form_without_a_name_says_so(client):
    client.force_login(AdministratorFactory())

    assert "name in at least one language" in client.post("/en/organisations/new/", {"type": "school"}).content.decode()
    assert not Organisation.objects.exists()


def test_an_organisation_is_made_and_ended_over_the_pages(client):
    client.force_login(MembershipFactory(role=Role.COORDINATOR).user)
    successor = OrganisationFactory()

    made = client.post("/en/organisations/new/", {"name_en": "Meeting Point", "type": "association"}).url
    client.post(f"{made}end/", {"on": "2026-01-31", "successors": [str(successor.uuid)], "note_en": "All of it"})

    organisation = Organisation.objects.get(code="meeting-point")
    assert organisation.successions.get().new == successor
    client.post(f"{made}reopen/")
    organisation.refresh_from_db()
    assert organisation.valid_to is None


# Who may

PAGES = {
    "edit/": {"coordinator", "administrator", "house"},
    "end/": {"administrator", "house"},
    "reopen/": {"administrator", "house"},
    "members/": {"member", "coordinator", "administrator", "house"},
}


@pytest.mark.parametrize("who", ["stranger", "member", "coordinator", "administrator", "house"])
@pytest.mark.parametrize("part", PAGES)
def test_pages_open_to_those_who_may(client, who, part):
    organisation = OrganisationFactory()
    user = AdministratorFactory() if who == "house" else UserFactory()
    if who in ("member", "coordinator", "administrator"):
        MembershipFactory(user=user, organisation=organisation, role=who)
    client.force_login(user)

    status = client.get(f"/en/organisations/{organisation.code}/{part}").status_code

    assert status == (200 if who in PAGES[part] else 403)


@pytest.mark.parametrize("part", PAGES)
def test_visitors_are_asked_to_sign_in(client, part):
    response = client.get(f"/en/organisations/{OrganisationFactory().code}/{part}")

    assert response.url.startswith("/en/account/login/")


def test_the_administrator_of_the_whole_reaches_its_parts(client):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    unit = OrganisationFactory(parent=membership.organisation)
    client.force_login(membership.user)

    assert client.get(f"/en/organisations/{unit.code}/members/").status_code == 200


# Members and invitations


@pytest.fixture
def owner(client):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(membership.user)
    return membership


def test_only_the_house_makes_national_specialists(client, owner):
    address = f"/en/organisations/{owner.organisation.code}/members/invite/"

    client.post(address, {"email": "x@example.org", "role": "specialist", "language": "fi"})

    assert not Invitation.objects.exists()


def test_an_invitation_goes_out_and_is_withdrawn(client, owner, django_capture_on_commit_callbacks):
    address = f"/en/organisations/{owner.organisation.code}/members/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}invite/", {"email": "x@example.org", "role": "coordinator", "language": "sv"})

    invitation = Invitation.objects.get()
    assert "x@example.org" in page(client, address)
    assert mail.outbox[0].to == ["x@example.org"]
    withdraw = reverse("people:invitation-withdraw", args=[owner.organisation.code, invitation.uuid])
    assert client.get(withdraw).status_code == 200
    client.post(withdraw)
    assert Invitation.objects.get().withdrawn_at


def test_invitations_are_limited_by_the_hour(client, owner):
    address = f"/en/organisations/{owner.organisation.code}/members/invite/"
    for number in range(31):
        response = client.post(address, {"email": f"{number}@example.org", "role": "member", "language": "fi"})

    assert Invitation.objects.count() == 30
    assert "many times in a short while" in response.content.decode()


def test_a_role_ends_after_a_question(client, owner):
    colleague = MembershipFactory(organisation=owner.organisation)
    address = f"/en/organisations/{owner.organisation.code}/members/{colleague.pk}/"

    assert "End the role?" in page(client, address)
    client.post(address)

    colleague.refresh_from_db()
    assert colleague.until


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_members_costs_the_same(client, owner, django_assert_num_queries, count):
    MembershipFactory.create_batch(count, organisation=owner.organisation)
    for number in range(count):
        invite(owner.organisation, email=f"{number}@example.org", role="member", language="fi", by=owner.user)
    address = f"/en/organisations/{owner.organisation.code}/members/"
    client.get(address)

    with django_assert_num_queries(7):  # two of them session and person
        client.get(address)


# The link of an invitation


@pytest.fixture
def link(owner, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(owner.organisation, email="new@example.org", role="coordinator", language="en", by=owner.user)
    client.logout()
    return next(word for word in mail.outbox[0].body.split() if "/invitation/" in word).partition("8000")[2]


def test_who_follows_the_link_makes_an_account_and_is_in(client, link, owner):
    assert owner.user.name in page(client, link)

    response = client.post(link, {"name": "Nova", "password": PASSWORD, "password_again": PASSWORD})

    assert response.url == f"/en/organisations/{owner.organisation.code}/"
    assert client.get(f"{response.url}members/").status_code == 200
    assert client.get(f"{response.url}edit/").status_code == 200


@pytest.mark.parametrize(
    ("passwords", "problem"),
    [(("short", "short"), "too short"), ((PASSWORD, "another long password"), "differ"), (("password1234",) * 2, "too common")],
)  # fmt: skip
def test_a_bad_password_is_told(client, link, passwords, problem):
    text = client.post(link, {"name": "N", "password": passwords[0], "password_again": passwords[1]}).content.decode()

    assert problem in text


def test_who_has_an_account_signs_in_and_accepts(client, link, owner):
    user = UserFactory(email="new@example.org")
    assert "has an account already" in page(client, link)
    client.force_login(user)

    assert "Accept the invitation" in page(client, link)
    client.post(link)

    assert user.memberships.get().role == "coordinator"


def test_a_used_link_says_so(client, link):
    client.post(link, {"name": "N", "password": PASSWORD, "password_again": PASSWORD})
    client.logout()

    response = client.get(link)

    assert response.status_code == 410
    assert "has been used" in response.content.decode()


def test_a_guessed_link_is_not_found(client):
    assert client.get("/en/invitation/guess/").status_code == 404


# Places


def test_a_place_shows_who_works_there_and_what_lies_in_it(client):
    region = PlaceFactory(code="fi-maakunta:99", level="region", name_en="Region")
    town = PlaceFactory(code="fi:999", within=region, name_en="Townville")
    OrganisationFactory(en="Meeting Point", place=town)

    text = page(client, "/en/places/fi-maakunta:99/")

    assert "Meeting Point" in text
    assert "Townville" in text
    assert client.get("/en/places/fi:998/").status_code == 404


def test_places_are_found_by_name_in_any_language(client):
    PlaceFactory(code="fi:049", name_fi="Espoo", name_sv="Esbo", name_en="Espoo")

    assert "Espoo" in page(client, "/en/places/", q="esb")
    assert "No place is called so" in page(client, "/en/places/", q="nowhere")


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_of_places_costs_the_same(client, django_assert_num_queries, count):
    finland = PlaceFactory(code="fi", level="country")
    region = PlaceFactory(code="fi-maakunta:99", level="region", within=finland)
    PlaceFactory.create_batch(count, within=region)
    page(client, "/en/places/", warm="1")

    with django_assert_num_queries(1):
        text = page(client, "/en/places/", cold="1")

    assert text.count("/en/places/xx:") == count
