"""Writing a submission in a browser: begin, save as typed, two at once, a sign-in that expired, languages."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call, own_question, runs
from kotokaari.catalogue.tests.factories import a_draft, a_practice
from kotokaari.foundation.errors import DomainError
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import (
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from kotokaari.rubrics.tests.factories import said
from kotokaari.submissions import actions, answering
from kotokaari.submissions.asking import asked_in, parts_of
from kotokaari.submissions.models import Submission
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of
from kotokaari.submissions.writing.form import with_criteria

pytestmark = pytest.mark.django_db

PAGES = ("submission", "preview", "send", "translate", "authors", "files", "withdraw", "restore", "discard", "time")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def url(page, *args):
    return reverse(f"submissions:{page}", args=args)


def member(organisation=None, role=Role.MEMBER):
    return MembershipFactory(organisation=organisation or OrganisationFactory(), role=role)


def signed_in(client, user):
    client.force_login(user)
    return client


def form_of(response):
    """What a browser would send back untouched."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        found: dict = {}
        name = ""

        def handle_starttag(self, tag, attrs):
            a = dict(attrs)
            if tag == "input" and a.get("type") in ("hidden", "text") and a.get("name"):
                self.found.setdefault(a["name"], a.get("value", ""))
            if tag == "textarea":
                self.name = a["name"]
                self.found.setdefault(self.name, "")

        def handle_endtag(self, tag):
            self.name = "" if tag == "textarea" else self.name

        def handle_data(self, data):
            if self.name:
                self.found[self.name] += data

    fields = Fields()
    fields.found = {}
    body = response.content.decode().partition('<form method="post" class="form answers"')[2].partition("</form>")[0]
    fields.feed(body)
    return {name: value.strip("\n") for name, value in fields.found.items() if name != "csrfmiddlewaretoken"}


def a_written_draft(client, **more):
    draft = a_draft_submission(**more)
    signed_in(client, author_of(draft))
    return draft, url("part", draft.key, 1)


def test_begin_from_nothing(client):
    call, writer = a_call(), member()
    signed_in(client, writer.user)

    page = client.get(url("start", call.key))
    response = client.post(url("start", call.key), {"organisation": writer.organisation.pk, "language": "sv"})

    assert page.status_code == 200
    draft = Submission.objects.get()
    assert response["Location"] == url("part", draft.key, 1)
    assert (draft.organisation, draft.source_language, draft.record) == (writer.organisation, "sv", {})
    assert author_of(draft) == writer.user


@pytest.mark.parametrize("make", [a_practice, a_draft])
def test_begin_from_a_practice_of_ones_own(client, make):
    call, writer = a_call(), member()
    practice = make(owner=writer.organisation, title="A club", source="en")
    version = practice.versions.get()
    body = {"organisation": writer.organisation.pk, "language": "fi", "version": str(version.uuid)}
    signed_in(client, writer.user).post(url("start", call.key), body)

    draft = Submission.objects.get()
    assert draft.practice == practice
    assert draft.record["themes"] == version.whole["themes"]
    assert draft.title.source == "fi"
    assert draft.title.text("en") == "A club"


def test_a_practice_of_others_cannot_be_taken(client):
    call, writer = a_call(), member()
    a_practice(owner=writer.organisation)
    version = a_practice().versions.get()
    body = {"organisation": writer.organisation.pk, "language": "en", "version": str(version.uuid)}

    assert signed_in(client, writer.user).post(url("start", call.key), body).status_code == 200
    assert not Submission.objects.exists()


def test_only_the_kinds_of_organisations_that_are_asked_in_the_languages_that_are_taken(client):
    call, writer = a_call(organisation_types=["municipality"], languages=["fi"]), member()
    signed_in(client, writer.user)

    page = client.get(url("start", call.key)).content.decode()
    client.post(url("start", call.key), {"organisation": writer.organisation.pk, "language": "fi"})

    assert "You answer for an organisation" in page
    assert not Submission.objects.exists()
    with pytest.raises(DomainError):
        actions.start_submission(call, organisation=writer.organisation, by=writer.user, source_language="fi")


def test_a_closed_call_says_so(client):
    call, writer = a_call(closes_in=timedelta(hours=-1)), member()
    signed_in(client, writer.user)

    assert "takes no new submissions" in client.get(url("start", call.key)).content.decode()
    body = {"organisation": writer.organisation.pk, "language": "en"}
    assert "takes no new submissions" in client.post(url("start", call.key), body).content.decode()
    assert not Submission.objects.exists()


def test_what_is_typed_is_kept_valid_or_not(client):
    draft, address = a_written_draft(client, call=a_call(fields=("title", "started_on")))
    body = {**form_of(client.get(address)), "title": "A café", "started_on": "last spring"}

    response = client.post(address, body)
    page = client.get(response["Location"]).content.decode()

    draft.refresh_from_db()
    assert response["Location"] == f"{address}?look=problems"
    assert draft.title.source_text == "A café"
    assert "started_on" not in draft.record
    assert "last spring" in page
    assert "Write a year" in page


def test_own_questions_of_every_type_are_understood(client):
    call = a_call(fields=("title",))
    options = [{"code": code, "label": said(code).to_json()} for code in ("yes", "no", "later")]
    for type_ in ("text", "line", "choice", "many", "number", "date", "flag", "file"):
        own_question(call, f"q-{type_}", type_, choices=options if type_ in ("choice", "many") else [])
    draft, _address = a_written_draft(client, call=call)
    address = url("part", draft.key, 2)
    body = {
        "own_q-text": "Why\r\nnow", "own_q-line": "One", "own_q-choice": "yes", "own_q-many": ["no", "later"],
        "own_q-number": "1 500,5", "own_q-date": "3/2024", "own_q-flag": "on",
    }  # fmt: skip
    assert client.get(address).status_code == 200
    client.post(address, body)

    draft.refresh_from_db()
    assert draft.answers["q-text"]["texts"]["en"]["text"] == "Why\nnow"
    assert draft.answers["q-line"]["texts"]["en"]["text"] == "One"
    others = {code: draft.answers[f"q-{code}"] for code in ("choice", "many", "number", "date", "flag")}
    assert others == {"choice": "yes", "many": ["no", "later"], "number": 1500.5, "date": "2024-03", "flag": True}

    page = client.post(address, {**body, "own_q-many": ["maybe"]}, follow=True).content.decode()
    assert "Choose among the alternatives." in page
    draft.refresh_from_db()
    assert draft.answers["q-many"] == ["no", "later"]


def test_rows_are_added_and_kept(client):
    draft, address = a_written_draft(client, call=a_call(fields=("title", "steps")))
    address = url("part", draft.key, 2)
    body = {"steps-0-id": "kmpqrs", "steps-0-actor": "A host", "steps-0-action": "opens", "steps-add": "1"}

    response = client.post(address, body)

    assert response["Location"] == f"{address}#rows_steps"
    draft.refresh_from_db()
    assert draft.record["steps"][0]["actor"]["texts"]["en"]["text"] == "A host"
    assert client.get(address).content.decode().count("data-row") >= 2


def test_autosave_keeps_it_without_a_page(client):
    draft, address = a_written_draft(client)
    body = {**form_of(client.get(address)), "title": "A half"}

    response = client.post(url("autosave", draft.key, 1), body)

    assert response.json()["revision"] == 1
    draft.refresh_from_db()
    assert draft.title.source_text == "A half"


def test_two_authors_at_once_overwrite_nothing(client):
    draft, address = a_written_draft(client, call=a_call(fields=("title", "summary")))
    other = UserFactory(name="Bertta")
    draft.authors.create(user=other)
    mine = form_of(client.get(address))
    signed_in(client, other)
    theirs = form_of(client.get(address))
    client.post(address, {**theirs, "title": "Their title", "summary": ""})
    signed_in(client, author_of(draft))

    clash = client.post(address, {**mine, "title": "My title", "summary": "My summary"})
    page = clash.content.decode()

    draft.refresh_from_db()
    assert clash.status_code == 409
    assert draft.title.source_text == "Their title"
    assert "Their title" in page
    assert "Bertta" in page
    assert 'value="My title"' in page
    assert "My summary" in page
    client.post(address, {**form_of(clash), "title": "Both titles", "summary": "My summary"})
    draft.refresh_from_db()
    assert draft.title.source_text == "Both titles"


def saved_in(tab, title, draft, base=""):
    """What one tab of the author's saves of the question about the title; ``base``: what it said when opened."""
    asked = [one for one in asked_in(draft.call) if one.name == "title"]
    before = answering.same_values(asked[0], {"title": [base]} if base else {})
    actions.save_draft(
        Submission.objects.get(pk=draft.pk),
        data={"title": [title]}, asked=asked, by=author_of(draft), form=tab, base={"title": before},
    )  # fmt: skip
    draft.refresh_from_db()
    return draft.title.source_text


def test_one_person_with_two_tabs_on_one_question_loses_nothing_in_either():
    draft = a_draft_submission()
    assert saved_in("first tab", "Written first", draft) == "Written first"

    with pytest.raises(actions.DraftConflict) as clash:
        saved_in("second tab", "Written second", draft)
    assert clash.value.theirs == {"title": {"title": ["Written first"]}}
    draft.refresh_from_db()
    assert draft.title.source_text == "Written first"

    assert saved_in("second tab again", "Both of them", draft, base="Written first") == "Both of them"
    with pytest.raises(actions.DraftConflict) as clash:  # the first tab is still open, and goes on
        saved_in("first tab", "Written first and more", draft)
    assert clash.value.theirs == {"title": {"title": ["Both of them"]}}
    assert saved_in("first tab", "", draft) == "Both of them"  # it was cleared to what it was opened with: left alone


def test_what_was_typed_and_taken_back_in_one_form_does_not_stay():
    draft = a_draft_submission()
    saved_in("one tab", "A title", draft)
    assert saved_in("one tab", "", draft) == ""


def test_one_person_sees_both_texts_of_two_tabs(client):
    draft, address = a_written_draft(client, call=a_call(fields=("title", "summary")))
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, {**first, "title": "Written first"})

    clash = client.post(address, {**second, "title": "Written second"})

    assert clash.status_code == 409
    assert "Written first" in clash.content.decode()
    assert 'value="Written second"' in clash.content.decode()
    late = client.post(url("autosave", draft.key, 1), {**second, "title": "Written second"})
    assert (late.status_code, late.json()["theirs"]["title"]) == (409, {"title": ["Written first"]})


def test_what_the_other_changed_and_i_left_alone_stays(client):
    draft, address = a_written_draft(client, call=a_call(fields=("title", "summary")))
    mine = form_of(client.get(address))
    client.post(address, {**form_of(client.get(address)), "title": "Their title"})

    response = client.post(address, {**mine, "summary": "My summary"})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.title.source_text == "Their title"
    assert draft.record["summary"]["texts"]["en"]["text"] == "My summary"


def test_one_open_form_saves_again_and_again(client):
    draft, address = a_written_draft(client)
    opened = form_of(client.get(address))
    for title in ("A", "A c", "A café"):
        assert client.post(url("autosave", draft.key, 1), {**opened, "title": title}).status_code == 200

    draft.refresh_from_db()
    assert draft.title.source_text == "A café"


@pytest.mark.parametrize("page", ["part", "autosave"])
def test_what_is_typed_after_the_sign_in_expired_is_not_lost(client, page):
    draft, address = a_written_draft(client)
    author = author_of(draft)
    opened = form_of(client.get(address))
    client.post(url("autosave", draft.key, 1), {**opened, "title": "A beginning"})
    client.session.flush()

    response = client.post(url(page, draft.key, 1), {**opened, "title": "A beginning and an end"})
    assert response["Location"].startswith("/en/account/login/")
    assert f"next={address}" in response["Location"]
    draft.refresh_from_db()
    assert draft.title.source_text == "A beginning"

    signed_in(client, author)
    back = client.get(address)
    assert "You were signed out while writing" in back.content.decode()
    assert form_of(back)["title"] == "A beginning and an end"
    client.post(address, form_of(back))
    draft.refresh_from_db()
    assert draft.title.source_text == "A beginning and an end"
    assert "You were signed out" not in client.get(address).content.decode()


def test_what_a_stranger_types_into_a_closed_page_tells_nothing_and_changes_nothing(client):
    draft = a_draft_submission()
    for key in (draft.key, "zzzzzz"):
        response = client.post(url("part", key, 1), {"title": "Mine now"})
        assert response["Location"].startswith("/en/account/login/")
    signed_in(client, UserFactory())

    assert client.get(url("part", draft.key, 1)).status_code == 404
    draft.refresh_from_db()
    assert draft.record == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_its_authors_alone(client, page):
    draft = a_draft_submission()
    draft.authors.create(user=UserFactory(), left_at=timezone.now())
    others = [
        UserFactory(),
        AdministratorFactory(),
        runs(draft.call, CallPerson.Part.CHAIR),
        draft.authors.get(is_lead=False).user,
    ]
    for user in others:
        assert signed_in(client, user).get(url(page, draft.key)).status_code == 404
    assert signed_in(client, author_of(draft)).get(url(page, draft.key)).status_code == 200


def test_every_page_of_a_sent_one_opens_for_its_author(client):
    submission = a_submission()
    signed_in(client, author_of(submission))

    for language in ("fi", "sv", "en"):
        with translation.override(language):
            addresses = [url(page, submission.key) for page in PAGES]
            addresses += [url("part", submission.key, 1), url("version", submission.key, 1), url("mine")]
            for address in addresses:
                assert client.get(address).status_code == 200, address
    assert client.get(url("receipt", submission.key, 1)).content.startswith(b"%PDF")


def test_sending_from_the_page_and_what_stands_in_the_way(client):
    draft, address = a_written_draft(client)
    page = client.post(url("send", draft.key)).content.decode()
    assert "These must be completed first" in page
    assert f"{address}#id_title" in page

    body = {**form_of(client.get(address)), "title": "A café", "summary": "People meet."}
    client.post(address, body)
    response = client.post(url("send", draft.key), follow=True)

    draft.refresh_from_db()
    assert draft.current is not None
    assert draft.current.receipt in response.content.decode()


def test_the_closing_time_passes_while_typing(client):
    draft, address = a_written_draft(client)
    body = {**form_of(client.get(address)), "title": "A café", "summary": "People meet."}
    opens, now = timezone.now() - timedelta(days=9), timezone.now()
    draft.call.rounds.update(opens_at=opens, closes_at=now - timedelta(minutes=5))
    Submission.objects.filter(pk=draft.pk).update(begun_at=now - timedelta(days=1))

    assert client.post(url("autosave", draft.key, 1), body).status_code == 200
    assert "begun in time" in client.get(url("time", draft.key)).content.decode()
    draft.call.rounds.update(closes_at=now - timedelta(hours=3))
    fragment = client.get(url("time", draft.key)).content.decode()
    assert "This call closed on" in fragment
    assert "Europe/Helsinki" in fragment
    client.post(address, {**body, "title": "A better café"})
    response = client.post(url("send", draft.key), follow=True).content.decode()

    draft.refresh_from_db()
    assert "This call closed on" in response
    assert draft.current is None
    assert draft.title.source_text == "A better café"


def test_one_submission_in_two_languages(client):
    draft, address = a_written_draft(client)
    client.post(address, {**form_of(client.get(address)), "title": "A café", "summary": "People meet."})
    page = url("translate", draft.key) + "?language=sv"
    assert "Swedish" in client.get(page).content.decode()

    client.post(page, {"title": "Ett kafé"})
    draft.refresh_from_db()
    assert draft.title.renderings["sv"].status == "human"
    client.post(page, {"review": "title"})
    draft.refresh_from_db()
    assert draft.title.renderings["sv"].status == "reviewed"

    client.post(address, {**form_of(client.get(address)), "title": "A big café"})
    draft.refresh_from_db()
    assert draft.title.is_stale("sv")
    assert "behind the original" in client.get(page).content.decode()
    client.post(page, {"confirm": "title"})
    draft.refresh_from_db()
    assert not draft.title.is_stale("sv")


def test_two_translators_at_once_overwrite_nothing(client):
    draft, address = a_written_draft(client)
    client.post(address, {**form_of(client.get(address)), "title": "A café"})
    page = url("translate", draft.key) + "?language=sv"
    was = {"was-title": "e3b0c44298fc"}
    client.post(page, {**was, "title": "Ett kafé"})

    clash = client.post(page, {**was, "title": "En lunchkrog"})

    draft.refresh_from_db()
    assert clash.status_code == 200
    assert "Ett kafé" in clash.content.decode()
    assert "En lunchkrog" in clash.content.decode()
    assert draft.title.text("sv") == "Ett kafé"


@pytest.mark.parametrize("count", [1, 3, 20])
def test_my_submissions_cost_the_same_however_many(client, django_assert_max_num_queries, count):
    user = UserFactory()
    call = a_call()
    for _number in range(count):
        a_submission(call=call, author=user)
    signed_in(client, user)
    client.get(url("mine"))

    with django_assert_max_num_queries(8) as queries:
        page = client.get(url("mine")).content.decode()
    assert page.count("A club for talking") == count
    assert len(queries) == 5, [query["sql"][:90] for query in queries.captured_queries]


def test_a_criterion_is_explained_once_on_a_page_then_only_named():
    criterion = SimpleNamespace(code="goal")
    asked = SimpleNamespace(serves=(criterion,), is_required=True)

    first, second = with_criteria([(asked, "field", None), (asked, "field", None)])

    assert [is_new for one in (first, second) for _criterion, is_new in one["criteria"]] == [True, False]


def test_the_form_shows_who_writes_and_how_far_each_language_is(client):
    draft, address = a_written_draft(client)

    page = client.get(address)

    assert str(author_of(draft)) in page.content.decode()
    assert next(ready.language for _name, ready in page.context["languages"]) == draft.source_language
    assert f"{url('translate', draft.key)}?language=" in page.content.decode()


@pytest.mark.parametrize(
    ("least", "most", "mark", "advice"),
    [
        (None, 20, "0-20", "At most 20 words."),
        (5, None, "5-0", "At least 5 words."),
        (5, 20, "5-20", "5–20 words."),
    ],
)
def test_a_text_with_a_length_counts_its_words_as_one_types(client, least, most, mark, advice):
    call = a_call(fields=("title",))
    own_question(call, words_least=least, words_most=most)
    draft = a_draft_submission(call=call)
    signed_in(client, author_of(draft))

    last = len(parts_of(asked_in(call)))
    page = client.get(url("part", draft.key, last)).content.decode()

    assert f'data-words="{mark}"' in page
    assert "<word-count" in page
    assert advice in page
