"""Reading and writing rubrics over HTTP."""

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory
from kotokaari.rubrics import actions, content
from kotokaari.rubrics.models import Rubric
from kotokaari.rubrics.public import load_house_rubrics

from .factories import RubricFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def specialist(client):
    user = UserFactory()
    MembershipFactory(user=user, role=Role.SPECIALIST)
    client.force_login(user)
    return user


def shown(client, name, *args, **params):
    response = client.get(reverse(name, args=args), params)
    return response, response.content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    RubricFactory.create_batch(count)
    client.get(reverse("rubrics:list"))
    with django_assert_num_queries(1):
        _response, page = shown(client, "rubrics:list")
    assert page.count("Version 1</a>") == count


def test_the_newest_version_stands_first(client):
    load_house_rubrics()

    page = shown(client, "rubrics:list")[1]

    assert page.index("Version 2</a>") < page.index("Version 1</a>")


def test_the_heading_of_a_comparison_is_in_the_readers_language(client):
    load_house_rubrics()

    assert "What changed in “Rubric for good practices”" in shown(client, "rubrics:compare", "good-practice")[1]


def test_an_empty_list_says_what_belongs_there(client):
    assert "kotokaari import rubrics" in shown(client, "rubrics:list")[1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_everybody_reads_the_rubric_in_their_language(client, language):
    load_house_rubrics()
    rubric = Rubric.objects.get(number=2)
    with translation.override(language):
        _response, page = shown(client, "rubrics:rubric", rubric.code, 2)

    for criterion in rubric.criteria.all():
        assert criterion.name.text(language) in page
    assert page.count('<th scope="row" class="number">') == 30
    assert 'id="high-impact"' in page


def test_a_page_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    load_house_rubrics()
    with django_assert_max_num_queries(14):
        shown(client, "rubrics:rubric", "good-practice", 2)


def test_a_retired_version_points_to_the_one_in_force(client):
    load_house_rubrics()

    page = shown(client, "rubrics:rubric", "good-practice", 1)[1]

    assert "Read the version in force" in page


def test_versions_are_compared_word_by_word(client):
    load_house_rubrics()

    page = shown(client, "rubrics:compare", "good-practice", language="en")[1]

    assert "<del>" in page
    assert "ethnic inequality" in page
    assert "between population groups" in page
    assert "Customer-responsive" not in page.partition("<main")[2]


def test_a_draft_is_the_specialists_alone(client):
    rubric = RubricFactory()
    draft = actions.begin_version(rubric, by=UserFactory())

    assert shown(client, "rubrics:rubric", draft.code, 2)[0].status_code == 404
    client.force_login(UserFactory())
    assert shown(client, "rubrics:rubric", draft.code, 2)[0].status_code == 404
    assert shown(client, "rubrics:draft", draft.code)[0].status_code == 403


def test_a_specialist_writes_a_version_and_puts_it_in_force(client, specialist):
    load_house_rubrics()
    client.post(reverse("rubrics:begin", args=["good-practice"]))
    response, page = shown(client, "rubrics:draft", "good-practice")
    assert "What changed (in Finnish)" in page

    form = shown(client, "rubrics:texts", "good-practice")[0].context["form"]
    words = {f"change_note_{one}": f"Note {one}" for one in ("fi", "sv", "en")}
    response = client.post(reverse("rubrics:texts", args=["good-practice"]), {**form.initial, **words})
    assert response.status_code == 302
    client.post(reverse("rubrics:put-in-force", args=["good-practice"]))

    rubric = Rubric.objects.get(number=3)
    assert (rubric.state, rubric.change_note.text("sv")) == ("in_force", "Note sv")


def test_saving_a_criterion_unchanged_changes_nothing(client, specialist):
    load_house_rubrics()
    draft = actions.begin_version(Rubric.objects.get(number=2), by=specialist)
    address = reverse("rubrics:criterion", args=["good-practice", "high-impact"])
    before = content.seen_of(draft.criteria.get(code="high-impact"))

    form = client.get(address).context["form"]
    response = client.post(address, {name: "" if value is None else value for name, value in form.initial.items()})

    assert response.status_code == 302
    assert content.seen_of(draft.criteria.get(code="high-impact")) == before


def test_two_tabs_lose_nothing(client, specialist):
    load_house_rubrics()
    draft = actions.begin_version(Rubric.objects.get(number=2), by=specialist)
    address = reverse("rubrics:criterion", args=["good-practice", "high-impact"])
    typed = {
        name: "" if value is None else value for name, value in client.get(address).context["form"].initial.items()
    }
    client.post(address, typed | {"question_en": "The first tab asks."})

    response = client.post(address, typed | {"question_en": "The second tab asks."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "The first tab asks." in page
    assert "The second tab asks." in page
    again = typed | {"question_en": "Both ask.", "seen": response.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert draft.criteria.get(code="high-impact").question.text("en") == "Both ask."


def test_an_incomplete_draft_is_refused_on_the_page(client, specialist):
    load_house_rubrics()
    actions.begin_version(Rubric.objects.get(number=2), by=specialist)

    response = client.post(reverse("rubrics:put-in-force", args=["good-practice"]), follow=True)

    assert "Not complete yet. Missing: What changed (in Finnish)" in response.content.decode()
    assert Rubric.objects.get(number=3).is_draft


def test_the_permanent_address_leads_to_the_page(client):
    rubric = RubricFactory()

    response = client.get(f"/id/{rubric.uuid}", headers={"accept-language": "en"})

    assert response["Location"].endswith(f"/{rubric.code}/1/")


def test_a_draft_says_how_it_stands_to_another_framework(client, specialist):
    load_house_rubrics()
    draft = actions.begin_version(Rubric.objects.get(code="good-practice", number=2), by=specialist)
    address = reverse("rubrics:crosswalk", args=[draft.code])
    criterion = draft.criteria.first()
    before = criterion.crosswalks.count()
    typed = {"part": f"criterion:{criterion.code}", "match": "broad", "tier": "core", "theirs_en": "Relevance of all"}

    assert client.post(address, {**typed, "theirs_en": ""}).status_code == 200
    assert criterion.crosswalks.count() == before
    assert client.post(address, typed).status_code == 302
    added = criterion.crosswalks.get(match="broad", theirs__icontains="Relevance of all")
    assert "Relevance of all" in client.get(draft.get_absolute_url()).content.decode()

    row = {**typed, "row": added.pk, "match": "exact"}
    assert "Somebody else changed this" in client.post(address, {**row, "seen": "old"}).content.decode()
    added.refresh_from_db()
    assert added.match == "broad"
    from kotokaari.rubrics.crosswalks import shown as as_shown

    client.post(address, {**row, "seen": as_shown(added)["seen"]})
    added.refresh_from_db()
    assert added.match == "exact"
    client.post(address, {"row": added.pk, "do": "remove"})
    assert criterion.crosswalks.count() == before


def test_only_specialists_change_the_comparison(client):
    load_house_rubrics()
    writer = UserFactory()
    draft = actions.begin_version(Rubric.objects.get(code="good-practice", number=2), by=writer)
    client.force_login(writer)

    assert client.post(reverse("rubrics:crosswalk", args=[draft.code]), {}).status_code == 403
