"""Making surveys through the pages."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation.models import AuditEvent
from kotokaari.needs.making import actions, starting
from kotokaari.needs.making.readiness import missing
from kotokaari.needs.models import Answer, Question, Survey
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import said

from .factories import a_response, a_survey, maker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return MembershipFactory(role=Role.COORDINATOR).user


@pytest.fixture
def draft(maker):
    organisation = maker.memberships.get().organisation
    return actions.create_survey(organisation, name=said("What is needed"), plan=starting.preliminary(), by=maker)


def address(page, *args):
    with translation.override("en"):
        return reverse(f"needs:{page}", args=args)


def see(client, page, *args, **query):
    response = client.get(address(page, *args), query)
    assert response.status_code == 200, (page, response.status_code)
    return response.content.decode()


def send(client, page, *args, **data):
    return client.post(address(page, *args), data, follow=True)


def fields_of(page: str) -> dict[str, str]:
    """The fields of a page's forms as a browser would send them."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if (
            name
            and ('type="checkbox"' not in tag or " checked" in tag)
            and ('type="radio"' not in tag or " checked" in tag)
        ):
            found[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = text.strip("\r\n")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_survey_begins_with_a_template_and_opens_when_nothing_is_missing(client, maker):
    client.force_login(maker)
    organisation = maker.memberships.get().organisation

    page = send(client, "new", organisation=organisation.pk, name="What families need", start="preliminary")
    survey = Survey.objects.get()
    assert survey.questions.get(code="needs").choices.count() == 10
    assert "in this language" in page.content.decode()  # the name stands in English only

    texts = fields_of(see(client, "make-texts", survey.key))
    send(
        client,
        "make-texts",
        survey.key,
        **{**texts, "fi:name": "Mitä perheet tarvitsevat", "sv:name": "Vad familjer behöver"},
    )
    assert missing(Survey.objects.get()) == []
    page = send(client, "open", survey.key)

    survey.refresh_from_db()
    assert survey.state == "open"
    assert survey.opened_at
    assert "Close now" in page.content.decode()


def test_what_is_missing_is_told_on_the_desk_and_by_opening(client, maker):
    client.force_login(maker)
    survey = actions.create_survey(maker.memberships.get().organisation, name=said("Empty"), by=maker)

    page = send(client, "open", survey.key).content.decode()

    assert "Nothing is asked yet." in page
    survey.refresh_from_db()
    assert survey.state == "draft"


@pytest.mark.parametrize("type", [type for type in Question.Type.values if type != "note"])
def test_every_type_of_question_is_made_and_changed(client, maker, draft, type):
    client.force_login(maker)
    section = draft.sections.last()
    page = see(client, "question-new", draft.key, type=type, section=section.pk)
    typed = {**fields_of(page), "label_fi": "Uusi kysymys", "label_en": "A new one"}
    if "lines" in typed:
        typed["lines"] = "Kyllä\nEi\nEhkä"

    send(client, "question-new", draft.key, **typed)

    made = draft.questions.get(code="uusi-kysymys")
    assert (made.type, made.section) == (type, section)
    if "lines" in typed:
        assert [choice.code for choice in made.choices.all()] == ["kylla", "ei", "ehka"]
    again = fields_of(see(client, "question", draft.key, made.code))
    send(client, "question", draft.key, made.code, **{**again, "label_sv": "En ny fråga", "is_required": "on"})
    made.refresh_from_db()
    assert made.is_required
    assert made.label.text("sv") == "En ny fråga"


def test_choices_are_reworded_reordered_and_left_out(client, maker, draft):
    client.force_login(maker)
    typed = fields_of(see(client, "question", draft.key, "profession"))
    typed |= {
        "choices-0-ORDER": "9",
        "choices-1-DELETE": "on",
        "choices-2-label_en": "Guiding refugees",
        "has_other": "on",
    }

    send(client, "question", draft.key, "profession", **typed)

    question = draft.questions.get(code="profession")
    assert [one.code for one in question.choices.all()] == ["refugee-guidance", "early-childhood-education"]
    assert question.choices.first().label.text("en") == "Guiding refugees"
    assert question.settings["has_other"] is True


def test_a_condition_is_chosen_and_keeps_its_question_before(client, maker, draft):
    client.force_login(maker)
    typed = fields_of(see(client, "question", draft.key, "hardest"))
    typed |= {"condition_answer": "profession=basic-education", "condition_how": "is_not"}
    send(client, "question", draft.key, "hardest", **typed)
    assert draft.questions.get(code="hardest").condition == {"question": "profession", "is_not": "basic-education"}

    page = send(client, "question-remove", draft.key, "profession").content.decode()
    assert "depending on this answer" in page
    first, *_rest = draft.sections.all()
    page = send(client, "make-questions", draft.key, **{"section-down": first.pk}).content.decode()
    page = send(client, "make-questions", draft.key, **{"section-down": first.pk}).content.decode()
    assert "must come after" in page
    assert "Asked when the answer to" in see(client, "make-questions", draft.key)


def test_questions_move_copy_and_go(client, maker, draft):
    client.force_login(maker)
    order = lambda: [q.code for s in draft.sections.all() for q in s.questions.all()]  # noqa: E731

    send(client, "make-questions", draft.key, up="needs")
    assert order()[:3] == ["profession", "municipality", "needs"]
    assert draft.questions.get(code="needs").section == draft.sections.first()
    send(client, "make-questions", draft.key, copy="profession")
    assert order()[:2] == ["profession", "profession-2"]
    assert draft.questions.get(code="profession-2").choices.count() == 3
    send(client, "question-remove", draft.key, "profession-2")
    assert "profession-2" not in order()


def test_what_somebody_answered_stays_what_it_is(client):
    survey = a_survey()
    survey.privacy = survey.about = said("All")
    survey.save()
    response = a_response(survey, needs={"language": {"importance": 5, "current": 1}})
    client.force_login(maker_of(survey))
    question = survey.questions.get(code="needs")

    page = send(client, "question-remove", survey.key, "needs").content.decode()
    assert "it stays" in page
    typed = fields_of(see(client, "question", survey.key, "needs"))
    page = send(client, "question", survey.key, "needs", **{**typed, "type": "text"}).content.decode()
    assert "its type stays" in page
    page = send(client, "question", survey.key, "needs", **{**typed, "choices-0-DELETE": "on"}).content.decode()
    assert "its choices stay" in page
    send(client, "question", survey.key, "needs", **{**typed, "label_fi": "Parempi sanamuoto", "lines": "Uusi asia"})

    question.refresh_from_db()
    assert question.label.text("fi") == "Parempi sanamuoto"
    assert question.choices.count() == 7
    assert Answer.objects.filter(response=response, question=question).exists()


def test_a_question_somebody_else_changed_meanwhile_is_not_overwritten(client, maker, draft):
    client.force_login(maker)
    typed = fields_of(see(client, "question", draft.key, "hardest"))
    question = draft.questions.get(code="hardest")
    actions.edit_question(question, label=said("Theirs"), by=maker)

    page = send(client, "question", draft.key, "hardest", **{**typed, "label_en": "Mine"}).content.decode()

    assert "changed this question meanwhile" in page
    assert "Mine" in page
    assert str(draft.questions.get(code="hardest").label.text("en")) == "Theirs"
    send(client, "question", draft.key, "hardest", **{**fields_of(page), "label_en": "Mine"})
    assert draft.questions.get(code="hardest").label.text("en") == "Mine"


def test_a_translator_fills_one_language(client, maker, draft):
    client.force_login(maker)
    form = fields_of(see(client, "make-terms", draft.key))
    data = {
        **form,
        "languages": ["fi", "sv", "en", "uk"],
        "other_languages": "",
        "purpose": "needs",
        "themes_wanted": "5",
    }
    client.post(address("make-terms", draft.key), data)
    draft.refresh_from_db()
    assert draft.languages == ["fi", "sv", "en", "uk"]
    assert any(one.page == "words" and "Ukrainian" in one.sentence for one in missing(draft))

    typed = fields_of(see(client, "make-words", draft.key, language="uk"))
    names = [name for name in typed if name.startswith(("survey:", "section:", "question:", "choice:"))]
    assert len(names) > 20
    send(client, "make-words", draft.key, **{**typed, **dict.fromkeys(names, "Слово")})

    draft.refresh_from_db()
    assert draft.questions.get(code="needs").choices.first().label.text("uk") == "Слово"
    assert not any("Ukrainian" in one.sentence for one in missing(draft))


def test_two_translators_lose_nothing(client, maker, draft):
    client.force_login(maker)
    typed = fields_of(see(client, "make-words", draft.key, language="sv"))
    actions.set_words(
        draft, language="sv", words={"question:needs:label": "Deras", "question:hardest:label": "Deras"}, by=maker
    )

    page = send(
        client, "make-words", draft.key, **{**typed, "question:needs:label": "Min", "survey:name": "Ny"}
    ).content.decode()

    said = {one.code: one.label.text("sv") for one in draft.questions.all()}
    assert (said["needs"], said["hardest"]) == ("Deras", "Deras")
    assert Survey.objects.get(pk=draft.pk).name.text("sv") == "Ny"
    assert "Deras" in page
    again = fields_of(page)
    assert again["question:needs:label"] == "Min"
    send(client, "make-words", draft.key, **again)
    assert draft.questions.get(code="needs").label.text("sv") == "Min"


def test_a_wrong_language_tag_is_refused_in_a_sentence(client, maker, draft):
    client.force_login(maker)
    form = fields_of(see(client, "make-terms", draft.key))

    page = client.post(address("make-terms", draft.key), {**form, "languages": ["fi"], "other_languages": "ukrainian"})

    assert "“ukrainian” is not a language tag" in page.content.decode()


def test_a_survey_closes_and_opens_again(client):
    survey = a_survey()
    client.force_login(maker_of(survey))

    send(client, "close", survey.key)
    survey.refresh_from_db()
    assert survey.state == "closed"
    assert survey.closes_at
    send(client, "more-time", survey.key, day="2999-01-01", time="12:00")
    survey.refresh_from_db()
    assert survey.state == "open"
    assert survey.closes_at.year == 2999
    page = send(client, "more-time", survey.key, day="2020-01-01").content.decode()
    assert "has passed" in page


def test_what_was_promised_stays(client):
    survey = a_survey()
    client.force_login(maker_of(survey))
    form = fields_of(see(client, "make-terms", survey.key))
    form.pop("is_anonymous")

    page = client.post(address("make-terms", survey.key), {**form, "languages": ["fi", "sv", "en"]}).content.decode()
    assert "anonymity stays" in page
    page = client.post(
        address("make-terms", survey.key), {**form, "is_anonymous": "on", "languages": ["fi"]}
    ).content.decode()
    assert "somebody may be answering" in page


def test_a_draft_is_deleted_and_an_opened_survey_is_not(client, maker, draft):
    client.force_login(maker)
    send(client, "delete", draft.key)
    assert not Survey.objects.filter(pk=draft.pk).exists()
    assert AuditEvent.objects.filter(action="survey deleted").exists()

    survey = a_survey(maker=maker)
    page = send(client, "delete", survey.key).content.decode()
    assert "It can be closed" in page


def test_a_copy_has_questions_and_no_answers(client, maker):
    survey = a_survey(maker=maker)
    a_response(survey)
    client.force_login(maker)

    send(client, "copy", survey.key, organisation=maker.memberships.get().organisation_id, name="Again")

    made = Survey.objects.exclude(pk=survey.pk).get()
    assert (made.state, made.responses.count(), made.questions.count()) == ("draft", 0, 4)
    assert made.name.text("en") == "Again"


def test_people_are_named_and_somebody_stays(client, maker, draft):
    client.force_login(maker)
    other = UserFactory()

    page = send(client, "make-people", draft.key, people=f"{maker.email}\nnobody@example.org", _was=maker.pk)
    assert "Nobody uses Kotokaari with this address: nobody@example.org" in page.content.decode()
    send(client, "make-people", draft.key, people=f"{maker.email}\n{other.email}", _was=maker.pk)
    assert set(draft.people.values_list("user", flat=True)) == {maker.pk, other.pk}


def test_the_page_of_a_survey_says_what_one_must_know(client):
    survey = a_survey(is_listed=True)

    response = client.get(survey.get_absolute_url(), follow=True)
    page = response.content.decode()

    assert "Anonym" in page or "Nimet" in page
    assert reverse("needs:answer", args=[survey.key]) in page
    assert str(survey.organisation.name.text("fi")) in page


def test_strangers_know_of_listed_surveys_only(client, maker, draft):
    hidden = a_survey()
    seen = a_survey(is_listed=True)
    for one, status in ((draft, 404), (hidden, 404), (seen, 200)):
        assert client.get(address("survey", one.slug, one.key), follow=True).status_code == status
    client.force_login(UserFactory())
    assert client.get(address("make", seen.key)).status_code == 403
    assert client.get(address("make", hidden.key)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count, maker):
    organisation = OrganisationFactory()
    for _number in range(count):
        survey = a_survey(is_listed=True, organisation=organisation, maker=maker)
    client.force_login(maker)
    see(client, "list")

    with django_assert_max_num_queries(9):
        page = see(client, "list")

    assert page.count('class="survey-row"') == count  # one's own once, not among the public ones again
    assert survey.name.text("en") in page
    client.logout()
    assert see(client, "list").count('class="survey-row"') == count


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_desk_and_the_questions_cost_the_same_whatever_is_asked(
    client, django_assert_max_num_queries, count, maker, draft
):
    for number in range(count):
        actions.add_question(draft.sections.last(), label=said(f"Q {number}"), type="text", by=maker)
    client.force_login(maker)

    for page, most in (("make", 22), ("make-questions", 12), ("make-words", 16), ("make-preview", 14)):
        see(client, page, draft.key)
        with django_assert_max_num_queries(most):
            see(client, page, draft.key)
