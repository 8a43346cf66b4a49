"""Themes are proposed by the house and chosen by people; nothing is deleted, and the public reads what was published."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.arc.models import Link
from kotokaari.needs.models import Evidence, Quotation, Theme
from kotokaari.needs.public import chosen_themes
from kotokaari.needs.results import theming
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.tests.factories import said

from .factories import ITEMS, ThemeFactory, a_response, a_survey, maker_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def answered(count=12, **more):
    """A survey whose items have gaps of falling width, answered so many times."""
    survey = a_survey(**more)
    for at in range(count):
        marks = {
            item: {"importance": 5, "current": 1 + place // 2 + (place % 2 and at % 3 == 0)}
            for place, item in enumerate(ITEMS)
        }
        a_response(survey, profession=("teacher", "nurse")[at % 2], needs=marks, what_else=f"Words {at}")
    return survey


def address(name, survey, *more):
    return reverse(f"needs:{name}", args=[survey.key, *more])


def signed_in(client, survey):
    client.force_login(maker_of(survey))
    return client


def test_the_first_items_become_themes_with_their_gap_under_them(client):
    survey = answered(themes_wanted=3)
    page = signed_in(client, survey).get(address("themes", survey)).content.decode()
    assert "Propose themes of the 3 items" in page
    assert "Gap 4.00, with 95 % certainty" in page

    client.post(address("themes-propose", survey))

    assert [str(theme) for theme in survey.themes.all()] == ["language", "housing", "work"]
    page = client.get(address("themes", survey)).content.decode()
    assert "Propose themes" not in page
    assert "almost always among the first" in page


def test_no_more_are_chosen_than_wanted_and_leaving_out_undoes_it():
    survey = a_survey(themes_wanted=1)
    first, second = ThemeFactory.create_batch(2, survey=survey, is_chosen=False)
    by = maker_of(survey)
    theming.choose_theme(first, by=by)

    with pytest.raises(theming.ThemeRefused, match="1 are chosen already"):
        theming.choose_theme(second, by=by)
    theming.leave_theme_out(first, by=by)
    theming.choose_theme(second, by=by)

    assert chosen_themes(survey) == [second]


def test_merging_keeps_both_and_can_be_undone(client):
    survey = answered()
    by = maker_of(survey)
    choices = list(survey.questions.get(code="needs").choices.all())
    one = theming.make_theme(survey=survey, name=said("One"), choices=choices[:1], by=by)
    other = theming.make_theme(survey=survey, name=said("Other"), choices=choices[1:2], by=by)
    theming.choose_theme(one, by=by)
    signed_in(client, survey)

    client.post(address("theme-merge", survey, one.uuid), {"into": other.pk})

    one.refresh_from_db()
    assert (one.merged_into, one.is_chosen) == (other, False)
    page = client.get(address("themes", survey)).content.decode()
    assert "Into this went:" in page
    with pytest.raises(theming.ThemeRefused):
        theming.choose_theme(one, by=by)
    client.post(address("theme-act", survey, one.uuid), {"act": "part"})
    one.refresh_from_db()
    assert one.merged_into is None


def test_a_theme_merged_twice_follows_to_the_last():
    survey = a_survey()
    first, second, third = ThemeFactory.create_batch(3, survey=survey, is_chosen=False)
    by = maker_of(survey)
    theming.merge_theme(first, into=second, by=by)
    theming.merge_theme(second, into=third, by=by)

    assert set(third.merged_from.all()) == {first, second}
    with pytest.raises(theming.ThemeRefused):
        theming.merge_theme(third, into=third, by=by)
    with pytest.raises(theming.ThemeRefused):
        theming.merge_theme(third, into=first, by=by)


def test_splitting_moves_a_part_of_the_evidence(client):
    survey = answered()
    by = maker_of(survey)
    choices = list(survey.questions.get(code="needs").choices.all())
    theme = theming.make_theme(survey=survey, name=said("Both"), choices=choices[:2], by=by)
    moved = theme.evidence.last()

    signed_in(client, survey).post(address("theme-split", survey, theme.uuid), {"evidence": [moved.pk], "name": "Half"})

    assert Evidence.objects.get(pk=moved.pk).theme.name.source_text == "Half"
    with pytest.raises(theming.ThemeRefused):
        theming.split_theme(theme, evidence=theme.evidence.all(), name=said("All"), by=by)


def test_everybody_reads_chosen_and_published_themes_only(client):
    survey = answered(is_listed=True)
    by = maker_of(survey)
    choice = survey.questions.get(code="needs").choices.first()
    shown = theming.make_theme(survey=survey, name=said("Shown"), choices=[choice], by=by)
    theming.make_theme(survey=survey, name=said("Hidden"), by=by)
    theming.choose_theme(shown, by=by)
    assert client.get(address("themes", survey)).status_code == 404

    signed_in(client, survey).post(address("themes-publish", survey))
    client.logout()
    page = client.get(address("themes", survey)).content.decode()

    assert "Shown" in page
    assert "Hidden" not in page
    assert "12 answers" in page
    assert "Words" not in page
    signed_in(client, survey).post(address("themes-publish", survey), {"withdraw": "1"})
    client.logout()
    assert client.get(address("themes", survey)).status_code == 404


def test_only_approved_quotations_stand_under_a_theme(client):
    survey = answered()
    by = maker_of(survey)
    answer = survey.questions.get(code="what-else").answers.first()
    written = Quotation.objects.create(answer=answer, text="Not looked at")
    approved = Quotation.objects.create(answer=answer, text="Looked at", approved_by=by, approved_at=timezone.now())
    theme = theming.make_theme(survey=survey, name=said("Theme"), by=by)
    theming.choose_theme(theme, by=by)

    with pytest.raises(theming.ThemeRefused):
        theming.add_evidence(theme, quotation=written, by=by)
    theming.add_evidence(theme, quotation=approved, by=by)
    Evidence.objects.create(theme=theme, quotation=written)
    signed_in(client, survey).post(address("themes-publish", survey))
    client.logout()

    page = client.get(address("themes", survey)).content.decode()
    assert "Looked at" in page
    assert "Not looked at" not in page


def test_a_chosen_theme_is_tied_to_its_survey_and_leads_to_counts(client):
    survey = answered(is_listed=True)
    by = maker_of(survey)
    choice = survey.questions.get(code="needs").choices.first()
    theme = theming.make_theme(survey=survey, name=said("Language at work"), choices=[choice], by=by)
    theming.choose_theme(theme, by=by)
    signed_in(client, survey).post(address("themes-publish", survey))
    client.logout()

    link = Link.objects.get(first=theme.uuid)
    page = client.get(reverse("arc:arc", args=["needs-theme", theme.uuid])).content.decode()

    assert (link.type, link.second) == ("grew_from", survey.uuid)
    assert "Language at work" in page
    assert "12 answers behind it" in page
    theming.leave_theme_out(theme, by=by)
    assert not Link.objects.filter(first=theme.uuid).exists()


def test_a_theme_that_is_not_public_is_told_of_to_nobody_on_the_arc(client):
    theme = ThemeFactory(name=said("Secret theme"))

    assert client.get(reverse("arc:arc", args=["needs-theme", theme.uuid])).status_code == 404
    assert client.get(f"/id/{theme.uuid}").status_code == 404


@pytest.mark.parametrize("name", ["theme", "theme-act", "theme-merge", "theme-split", "theme-evidence"])
def test_a_theme_of_another_survey_is_not_found(client, name):
    survey, other = a_survey(), ThemeFactory()

    assert signed_in(client, survey).post(address(name, survey, other.uuid)).status_code == 404


def test_naming_in_three_languages_with_a_reason(client):
    survey = a_survey()
    theme = ThemeFactory(survey=survey)
    signed_in(client, survey).post(
        address("theme", survey, theme.uuid),
        {"name_fi": "Kieli", "name_sv": "Språk", "name_en": "Language", "reason_fi": "Koska"},
    )

    theme.refresh_from_db()
    assert (theme.name.text("sv"), theme.reason.text("fi")) == ("Språk", "Koska")
    assert signed_in(client, survey).get(address("theme", survey, theme.uuid)).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_finder_costs_the_same_however_many_themes(client, django_assert_num_queries, count):
    survey = answered(6)
    choice = survey.questions.get(code="needs").choices.first()
    for theme in ThemeFactory.create_batch(count, survey=survey):
        Evidence.objects.create(theme=theme, choice=choice)
    signed_in(client, survey)

    with django_assert_num_queries(22):
        client.get(address("themes", survey))


def test_strangers_do_not_find_the_finder(client):
    survey = answered(is_listed=True)
    Theme.objects.all().delete()
    client.force_login(UserFactory())

    assert client.get(address("themes", survey)).status_code == 404
    assert client.post(address("themes-publish", survey)).status_code == 403
