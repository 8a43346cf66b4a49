import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.foundation import audit
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db
OPEN = ("front", "near", "duties", "about", "privacy", "accessibility")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", OPEN)
def test_open_pages_answer_in_each_language(client, name, language):
    with translation.override(language):
        address = reverse(f"home:{name}")

    answer = client.get(address)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_the_bare_address_leads_to_the_visitors_language(client):
    assert client.get("/", headers={"Accept-Language": "sv,en;q=0.5"})["Location"] == "/sv/"


def test_an_empty_house_says_what_belongs_there(client):
    with translation.override("en"):
        assert "No practices yet" in client.get(reverse("home:front")).content.decode()


def test_my_work_needs_a_sign_in(client):
    answer = client.get(reverse("home:work"))

    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_my_work_is_empty_but_helpful_at_first(client):
    client.force_login(UserFactory())
    with translation.override("en"):
        page = client.get(reverse("home:work")).content.decode()

    assert "Nothing is waiting for you" in page
    assert "You belong to no organisation yet" in page


def test_an_unknown_place_asks_again(client):
    assert client.get(reverse("home:near"), {"place": "fi:999"}).status_code == 200


def test_a_missing_page_says_so_in_the_readers_language(client):
    answer = client.get("/fi/ei-ole-tallaista/")

    assert answer.status_code == 404
    assert "Sivua ei ole" in answer.content.decode()


def test_the_audit_trail_is_for_those_who_run_the_house(client):
    client.force_login(UserFactory())

    assert client.get(reverse("home:trail")).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_audit_trail_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    boss = AdministratorFactory(name="Boss")
    for _turn in range(count):
        audit.record("looked", target=boss, by=boss)
    client.force_login(boss)
    client.get(reverse("home:trail"))

    with django_assert_num_queries(9):
        page = client.get(reverse("home:trail")).content.decode()

    assert page.count("<td>looked</td>") == count
    assert "Boss" in page


def test_an_erased_person_has_no_name_in_the_trail(client):
    gone, boss = UserFactory(name="Gone Person"), AdministratorFactory()
    audit.record("looked", target=boss, by=gone)
    gone.erased_at = timezone.now()
    gone.save()
    client.force_login(boss)

    with translation.override("en"):
        page = client.get(reverse("home:trail")).content.decode()

    assert "Gone Person" not in page
    assert "an erased account" in page
