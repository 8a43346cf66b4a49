import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.foundation import audit
from kotokaari.home import queries
from kotokaari.innovation.tests.factories import DayFactory, a_day, act
from kotokaari.needs.tests.factories import ThemeFactory, a_survey
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, UserFactory
from kotokaari.rubrics.tests.factories import said

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


@translation.override("en")
def test_surveys_and_days_are_two_clicks_away(client):
    assert reverse("needs:list") in client.get(reverse("home:front")).content.decode()
    client.force_login(MembershipFactory(role="facilitator").user)

    page = client.get(reverse("home:work")).content.decode()

    ways = [reverse(name) for name in ("needs:list", "needs:new", "innovation:list", "innovation:new")]
    assert all(f'href="{way}"' in page for way in ways)
    assert "You run no survey" in page
    assert "You run no innovation day" in page


@translation.override("en")
def test_my_work_shows_the_drafts_one_runs_and_nobody_elses(client):
    user = MembershipFactory(role="facilitator").user
    a_survey(maker=user, state="draft", opened_at=None, name=said("Bicycles"))
    a_survey(state="draft", opened_at=None, name=said("Zeppelins"))
    client.force_login(user)

    page = client.get(reverse("home:work")).content.decode()

    assert "Bicycles" in page
    assert "Zeppelins" not in page
    assert "You run no survey" not in page


def test_the_arc_of_the_front_page_counts_what_is_public_in_the_rooms():
    day = a_day(phase="feedback")
    themes = [ThemeFactory(is_public=True, survey__is_listed=True), ThemeFactory()]
    for number, is_public in ((1, True), (2, False)):
        epic = day.epics.create(number=number, theme=day.themes.first(), is_public=is_public)
        act(day, None, "idea", theme=day.themes.first().pk, text=f"Idea {number}")
        epic.ideas.set(day.ideas.filter(number=number))
    DayFactory(is_rehearsal=True)

    counts = {dot.key: dot.count for dot in queries.stations()}

    assert themes[0].survey.is_listed
    assert [counts[name] for name in ("need", "theme", "idea", "epic", "activity")] == [1, 1, 1, 1, 1]


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
