"""The pages of calls: for everybody, and for those who make and run them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls import actions, feeds, jobs, queries, registries, sections
from kotokaari.calls.models import Call, CallLetter, Question
from kotokaari.calls.times import zone_of
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory, UserFactory
from kotokaari.rubrics.tests.factories import GateFactory, RubricFactory, said
from kotokaari.vocabulary.tests.factories import ConceptFactory

from .factories import CallFactory, RoundFactory, a_call, own_question, runs

pytestmark = pytest.mark.django_db
DRAFT = {"state": Call.State.DRAFT, "published_at": None}
MAKING = ("making", "texts", "terms", "rounds", "questions", "question-new", "rubric", "people", "preview", "copy")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def maker():
    return UserFactory()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    for call in CallFactory.create_batch(count):
        RoundFactory(call=call)
    client.get(reverse("calls:list"))

    with django_assert_num_queries(4):  # the version of the data, calls, rounds, themes
        page = text_of(client.get(reverse("calls:list")))

    assert page.count('class="call-row"') == count


def test_the_list_without_calls_says_what_belongs_here(client):
    assert "No calls yet" in text_of(client.get(reverse("calls:list")))


def test_calls_stand_on_their_shelves():
    now = timezone.now()
    soon, later = a_call(closes_in=timedelta(days=2)), a_call(closes_in=timedelta(days=9))
    coming = a_call(opens_in=timedelta(days=3))
    past = a_call(opens_in=timedelta(days=-9), closes_in=timedelta(days=-1))
    a_call(state=Call.State.DRAFT, published_at=None)

    found = queries.shelves(now)

    assert (found.open, found.coming, found.past) == ([soon, later], [coming], [past])


def test_the_page_of_a_call_tells_until_when_and_by_which_clock(client):
    call = a_call(time_zone="Europe/Stockholm")
    own_question(call)

    page = text_of(client.get(call.get_absolute_url()))

    assert "Closes in 13 days" in page or "Closes in 14 days" in page
    assert "Europe/Stockholm" in page
    assert "Your time" in page
    assert "why-now" in page


def test_another_name_in_the_address_leads_to_the_right_one(client):
    call = a_call()

    assert client.get(reverse("calls:call", args=["other", call.key])).url == call.get_absolute_url()


def test_a_draft_is_not_there_for_others(client, maker):
    call = a_call(state=Call.State.DRAFT, published_at=None, coordinator=maker)
    client.force_login(UserFactory())

    assert client.get(call.get_absolute_url()).status_code == 404
    client.force_login(maker)
    assert "Only those who run this call" in text_of(client.get(call.get_absolute_url()))


@pytest.mark.parametrize("name", MAKING)
def test_the_pages_of_making_are_the_coordinators(client, maker, name):
    call = a_call(coordinator=maker)
    own_question(call, "pick", "choice", choices=[{"code": "a", "label": said("A").to_json()}])
    address = reverse(f"calls:{name}", args=[call.key])
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403

    client.force_login(maker)

    assert "<h1>" in text_of(client.get(address))


def test_the_work_page_shows_the_steps_of_other_rooms(client, maker, monkeypatch):
    call = a_call(coordinator=maker)
    step = registries.Step("Submissions", "/somewhere/", "3 were sent.", 3, "running")
    monkeypatch.setattr(registries, "_work_steps", [(20, lambda user, call: step), (10, lambda user, call: None)])
    client.force_login(runs(call, "chair"))

    page = text_of(client.get(reverse("calls:work", args=[call.key])))

    assert "3 were sent." in page
    client.force_login(UserFactory())
    assert client.get(reverse("calls:work", args=[call.key])).status_code == 403


def test_a_call_is_begun_for_ones_own_organisation(client):
    member = MembershipFactory(role=Role.COORDINATOR)
    rubric = RubricFactory()
    client.force_login(member.user)

    answer = client.post(
        reverse("calls:new"), {"organisation": member.organisation.pk, "name": "Good ones", "rubric": rubric.pk}
    )

    call = Call.objects.get()
    assert answer.url == reverse("calls:making", args=[call.key])
    assert call.name.text("en") == "Good ones"


def test_texts_are_written_side_by_side_and_what_another_wrote_is_shown(client, maker):
    call = a_call(coordinator=maker)
    client.force_login(maker)
    address = reverse("calls:texts", args=[call.key])
    box = next(box for line in client.get(address).context["lines"] for box in line.boxes if box.name == "fi:summary")
    Call.objects.filter(pk=call.pk).update(summary=said("Theirs"))

    page = text_of(client.post(address, {"fi:summary": "Mine", "was-fi:summary": box.was}))

    assert "Theirs (fi)" in page
    assert "Mine" in page
    assert Call.objects.get(pk=call.pk).summary == said("Theirs")


def test_a_draft_is_made_page_by_page_with_what_each_page_lacks(client, maker):
    call = a_call(state=Call.State.DRAFT, published_at=None, coordinator=maker, contact_email="")
    client.force_login(maker)

    overview = client.get(reverse("calls:making", args=[call.key]))
    onward = client.post(reverse("calls:texts", args=[call.key]), {"next": "1", "contact_email": "a@example.org"})
    here = client.post(reverse("calls:texts", args=[call.key]), {"contact_email": "a@example.org"})

    lacking = {step.key: step.lacks for step in overview.context["steps"]}
    assert "The call does not say whom one asks: an address is missing." in lacking["texts"]
    assert any("missing in Finnish and in Swedish" in str(one) for one in lacking["texts"])
    assert list(lacking) == ["texts", "terms", "rounds", "questions", "rubric", "people"]
    assert onward.url == reverse("calls:terms", args=[call.key])
    assert here.url == reverse("calls:texts", args=[call.key])


def test_times_are_typed_by_the_clock_of_the_call(client, maker):
    call = a_call(coordinator=maker, opens_in=timedelta(days=40), closes_in=timedelta(days=50))
    client.force_login(maker)
    typed = {
        "revision": call.revision, "time_zone": "Europe/Helsinki", "grace_minutes": 30,
        "rounds-TOTAL_FORMS": 2, "rounds-INITIAL_FORMS": 1,
        "rounds-0-opens_day": "2027-01-11", "rounds-0-opens_time": "09:00",
        "rounds-0-closes_day": "2027-06-11", "rounds-0-closes_time": "16:15",
    }  # fmt: skip

    answer = client.post(reverse("calls:rounds", args=[call.key]), typed)

    assert answer.status_code == 302
    assert call.rounds.get().closes_at.isoformat() == "2027-06-11T13:15:00+00:00"


def test_questions_are_moved_without_javascript(client, maker):
    call = a_call(coordinator=maker, opens_in=timedelta(days=2))
    last = call.questions.last()
    client.force_login(maker)

    client.post(reverse("calls:questions", args=[call.key]), {"up": str(last.uuid)})

    assert list(call.questions.all()).index(last) == call.questions.count() - 2


def test_an_own_question_is_added_with_its_choices(client, maker):
    call = a_call(coordinator=maker, opens_in=timedelta(days=2))
    client.force_login(maker)
    typed = {
        "type": "choice",
        "choices": "Kyllä | Ja | Yes\nEi | Nej | No",
        "label_fi": "Jatkuuko?",
        "label_sv": "Går det vidare?",
    }

    client.post(reverse("calls:question-new", args=[call.key]), typed)

    question = call.questions.get(field="")
    assert question.code == "jatkuuko"
    assert [one["code"] for one in question.choices] == ["c1", "c2"]


def test_the_chair_who_changes_the_rubric_mid_call_is_told_why_not(client):
    call = a_call(judging_began_at=timezone.now())
    other = RubricFactory()
    client.force_login(runs(call, "chair"))

    page = text_of(client.post(reverse("calls:rubric", args=[call.key]), {"rubric": other.pk}))

    assert "every submission is judged by the same rubric" in page
    assert Call.objects.get(pk=call.pk).rubric != other


def test_an_incomplete_call_is_not_published(client, maker):
    call = a_call(coordinator=maker, state=Call.State.DRAFT, published_at=None)
    client.force_login(maker)

    page = text_of(client.post(reverse("calls:publish", args=[call.key]), follow=True))

    assert "is missing in Finnish" in page


def test_every_kind_of_question_can_be_previewed(client, maker):
    call = a_call(coordinator=maker, fields=("title", "themes", "steps", "kind", "places", "became_regular"))
    for type in Question.Type.values:
        own_question(call, f"own-{type}", type, choices=[{"code": "a", "label": said("A").to_json()}])
    client.force_login(maker)

    page = text_of(client.get(reverse("calls:preview", args=[call.key])))

    assert page.count('class="asked"') == 6 + len(Question.Type.values)
    assert '<fieldset class="call-preview" disabled>' in page


# Feeds, letters, other pages


def test_the_feed_tells_of_what_happened_until_now(client):
    a_call(closes_in=timedelta(days=3))
    a_call(opens_in=timedelta(days=3), closes_in=timedelta(days=30))

    titles = [entry.title.partition(":")[0] for entry in feeds.entries()]
    answer = client.get(reverse("calls:feed"))

    assert sorted(titles) == ["Closes within a week", "New call", "New call", "Now open"]
    assert answer["Content-Type"].startswith("application/atom+xml")


def test_the_closing_is_a_calendar_entry(client):
    call = a_call()

    answer = client.get(reverse("calls:call-calendar", args=[call.slug, call.key])).content.decode()

    assert "BEGIN:VEVENT" in answer
    assert "Call closes" in answer


def test_drafts_are_reminded_a_week_and_a_day_before_once(mailoutbox, monkeypatch, django_capture_on_commit_callbacks):
    call = a_call(closes_in=timedelta(days=7, hours=1))
    writer = UserFactory()
    monkeypatch.setattr(registries, "_draft_holders", [lambda round: [writer, writer]])
    closes = queries.local_day(call.rounds.get())

    with django_capture_on_commit_callbacks(execute=True):
        for before in (8, 7, 7, 3, 1, 1, 0):
            jobs.remind_of_closing(closes - timedelta(days=before))

    assert [letter.to for letter in mailoutbox] == [[writer.email]] * 2
    assert CallLetter.objects.count() == 2
    assert call.key in mailoutbox[0].body


def test_a_missed_day_is_made_up_in_the_readers_language_by_the_calls_clock(
    mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    call = a_call(closes_in=timedelta(days=7, hours=1), time_zone="America/New_York")
    writer, gone = UserFactory(language="sv"), UserFactory(is_active=False)
    monkeypatch.setattr(registries, "_draft_holders", [lambda round: [writer, gone]])
    round = call.rounds.get()
    closes = queries.local_day(round)

    with django_capture_on_commit_callbacks(execute=True):
        for before in (6, 5, 4, 2, 0, 0):
            jobs.remind_of_closing(closes - timedelta(days=before))

    assert [letter.to for letter in mailoutbox] == [[writer.email]] * 2
    assert "Hej" in mailoutbox[0].body
    assert "America/New_York, UTC" in mailoutbox[0].body
    there = round.closes_at.astimezone(zone_of(call))
    assert f"{there.hour}.{there.minute:02}" in mailoutbox[0].body


def test_my_work_and_the_organisation_list_calls(client):
    call = a_call()

    mine = sections.calls_at_work(runs(call, "chair"))
    theirs = sections.calls_of_organisation(None, call.organisation)

    assert mine.context["rows"][0]["url"] == reverse("calls:work", args=[call.key])
    assert theirs.context["rows"][0].call == call
    assert sections.calls_at_work(UserFactory()) is None


def test_places_and_themes_list_their_calls(client):
    region = PlaceFactory(code="fi-maakunta:99", level="region")
    town = PlaceFactory(code="fi:999", within=region)
    theme = ConceptFactory()
    call, draft = (a_call(organisation=OrganisationFactory(place=town), **more) for more in ({}, DRAFT))
    for one in (call, draft):
        one.themes.add(theme)

    concept_page = reverse("vocabulary:concept", args=[theme.uuid])
    for address in (region.get_absolute_url(), town.get_absolute_url(), concept_page):
        text = text_of(client.get(address))
        assert call.get_absolute_url() in text, address
        assert draft.key not in text
    assert sections.calls_on_theme(None, ConceptFactory()) is None
    assert sections.calls_in_place(None, PlaceFactory()) is None


def test_a_draft_call_is_nameless_on_the_arc():
    from kotokaari.calls.on_the_arc import call_nodes

    draft, public = a_call(state=Call.State.DRAFT, published_at=None), a_call()

    nodes = call_nodes(AnonymousUser(), [draft.uuid, public.uuid])

    assert not nodes[draft.uuid].visible
    assert not nodes[draft.uuid].title
    assert nodes[public.uuid].url == public.get_absolute_url()


def test_deleting_a_draft_asks_first(client):
    call = a_call(state=Call.State.DRAFT, published_at=None)
    client.force_login(runs(call, "coordinator"))
    address = reverse("calls:delete", args=[call.key])
    assert address in client.get(reverse("calls:making", args=[call.key])).content.decode()

    assert "Delete the draft" in client.get(address).content.decode()
    assert Call.objects.exists()
    response = client.post(address, follow=True)

    assert "The draft of the call is deleted." in response.content.decode()
    assert not Call.objects.exists()


def test_two_who_change_a_question_or_the_people_do_not_undo_each_other(client):
    call = a_call(opens_in=timedelta(days=1))
    question, coordinator = call.questions.last(), runs(call, "coordinator")
    client.force_login(coordinator)
    for address, theirs in (
        (reverse("calls:question", args=[call.key, question.uuid]), lambda: actions.edit_question(question, is_required=True, by=coordinator)),
        (reverse("calls:people", args=[call.key]), lambda: actions.set_people(call, people={"chair": []}, by=coordinator)),
    ):  # fmt: skip
        page = client.get(address)
        initial = page.context["form"].initial
        was, typed = page.context["was"], {name: "" if value is None else value for name, value in initial.items()}
        theirs()

        refused = client.post(address, {**typed, "_was": was})

        assert refused.status_code == 200
        assert refused.context["was"] != was  # so that the next press saves
        assert client.post(address, {**typed, "_was": refused.context["was"]}).status_code == 302


def test_a_gate_that_is_looked_up_gets_its_question_at_one_press(client, maker):
    call = a_call(coordinator=maker, opens_in=timedelta(days=3), state=Call.State.DRAFT, published_at=None)
    GateFactory(rubric=call.rubric, code="permission", rule="consent")
    client.force_login(maker)
    address = reverse("calls:questions", args=[call.key])
    assert "A gate has no question" in text_of(client.get(address))

    client.post(address, {"consent": "1"})

    assert "A gate has no question" not in text_of(client.get(address))
    asked = call.questions.get(code="consent")
    assert (asked.type, asked.is_required) == ("flag", True)
    assert all(asked.label.text(language) for language in ("fi", "sv", "en"))
