"""Epics after the day: who may what, what happens, and what the pages tell."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.arc.models import Link
from kotokaari.arc.public import arc_of
from kotokaari.catalogue.models import Practice
from kotokaari.catalogue.public import version_published
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.epics import actions, carrying, own_data, telling
from kotokaari.innovation.epics.links import token_for
from kotokaari.innovation.epics.parts import written
from kotokaari.innovation.models import Epic, Weight
from kotokaari.needs.models import Response
from kotokaari.needs.results.theming import choose_theme
from kotokaari.needs.tests.factories import SurveyFactory, ThemeFactory
from kotokaari.people.models import Role
from kotokaari.people.public import person_erased
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory, UserFactory

from .factories import a_day, act, facilitator_of, fresh
from .test_epics_acting import an_idea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


Status = Epic.Status


def said(text):
    return TranslatedText.of("en", text)


def worker(organisation=None, role=Role.MEMBER):
    return MembershipFactory(organisation=organisation or OrganisationFactory(), role=role).user


def an_epic(day=None, *, name="Open door", public=True, language="en", owner=None, **more):
    """An epic as it stands after the day; with an owner it is owned by her and her organisation."""
    day = day or a_day(phase="feedback")
    idea = day.ideas.first() or an_idea(day)
    number = day.epics.count() + 1
    epic = Epic.objects.create(day=day, number=number, theme=idea.theme, is_public=public, **more)
    epic.ideas.add(idea)
    epic.texts.create(part="name", language=language, text=name, revision=1)
    epic.texts.create(part="hypothesis", language=language, text="We believe that tea helps.", revision=1)
    if owner is not None:
        organisation = owner.memberships.get().organisation
        epic = actions.take_epic(epic, organisation=organisation, role="head of early education", by=owner)
    return epic


def page(user, name, *args, **query):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(reverse(f"innovation:{name}", args=args), query)


# Reading


def test_a_public_epic_is_read_by_everybody_and_another_by_those_who_run_the_day_and_the_owner():
    owner, stranger = worker(), UserFactory()
    shown, hidden = an_epic(), an_epic(public=False, owner=owner)

    assert page(None, "epic", shown.key).status_code == 200
    assert [page(one, "epic", hidden.key).status_code for one in (None, stranger)] == [404, 404]
    assert [page(one, "epic", hidden.key).status_code for one in (owner, facilitator_of(hidden.day))] == [200, 200]


def test_nothing_of_a_rehearsal_is_public():
    epic = an_epic(a_day(phase="feedback", is_rehearsal=True))

    assert page(None, "epic", epic.key).status_code == 404
    assert "Open door" not in page(None, "epics").content.decode()
    with pytest.raises(DomainError):
        actions.publish_epic(epic, by=facilitator_of(epic.day))


def test_the_page_tells_weights_of_five_people_and_never_of_fewer():
    epic = an_epic()
    idea = epic.ideas.get()
    for _number in range(4):
        Weight.objects.create(idea=idea, value=4, impact=2)
    Weight.objects.create(idea=idea, value=3)

    text = page(None, "epic", epic.key).content.decode()

    assert "Weighed by 5 people" in text
    assert "value 3.8" in text
    assert "impact" not in text.split("Weighed by")[1].split("</li>")[0]


def test_the_owner_is_named_only_when_she_agreed():
    owner = worker()
    epic = an_epic(owner=owner)

    assert owner.name not in page(None, "epic", epic.key).content.decode()
    assert owner.name in page(owner, "epic", epic.key).content.decode()
    actions.name_owner(epic, is_named=True, by=owner)
    assert owner.name in page(None, "epic", epic.key).content.decode()
    with pytest.raises(DomainError):
        actions.name_owner(epic, is_named=False, by=facilitator_of(epic.day))


def test_script_in_an_epic_stays_text():
    epic = an_epic(name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(None, "epic", epic.key).content.decode()
    assert "<script>alert(1)" not in page(None, "epics").content.decode()


# The list


def test_the_list_is_narrowed_and_searched():
    town = PlaceFactory()
    owner = worker(OrganisationFactory(place=town))
    an_epic(name="Ovi auki", language="fi")
    mine = an_epic(name="Älä jätä", language="fi", owner=owner)

    def found(**query):
        return [row.epic.key for row in page(None, "epics", **query).context["page"]]

    assert found(municipality=town.code) == [mine.key]
    assert found(status="owned") == [mine.key]
    assert found(q="ÄLÄ tea") == [mine.key]
    assert found(theme=f"day-{mine.theme_id}") == [mine.key]
    assert len(found()) == 2
    assert found(q="nothing") == []


def test_the_list_as_a_table_runs_nothing():
    an_epic(name="=1+1")

    assert "'=1+1" in page(None, "epics-csv").content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(count, django_assert_max_num_queries):
    day = a_day(phase="feedback")
    for number in range(count):
        an_epic(day, name=f"Epic {number}")
    page(None, "epics")

    with django_assert_max_num_queries(6):
        response = page(None, "epics", q="epic")
    assert response.content.decode().count('class="epic-row"') == min(count, 25)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_overview_costs_the_same_whatever_its_length(count, django_assert_max_num_queries):
    day = a_day(phase="feedback")
    for number in range(count):
        an_epic(day, name=f"Epic {number}")
    client = Client()
    client.force_login(facilitator_of(day))

    with django_assert_max_num_queries(12):
        response = client.get(reverse("innovation:epics-of-day", args=[day.key]))
    assert len(response.context["standings"]) == count


# Owning and telling


def test_somebody_takes_an_epic_and_tells_how_it_is():
    owner = worker()
    epic = an_epic()

    client = Client()
    organisation = owner.memberships.get().organisation
    client.force_login(UserFactory())
    client.post(reverse("innovation:epic-take", args=[epic.key]), {"organisation": organisation.pk, "role": "head"})
    assert fresh(epic).owner is None  # not one's own organisation
    client.force_login(owner)
    client.post(reverse("innovation:epic-take", args=[epic.key]), {"organisation": organisation.pk, "role": "head"})
    epic = fresh(epic)
    assert (epic.owner, epic.status, epic.owner_is_named) == (owner, Status.OWNED, False)
    assert epic.remind_on > timezone.localdate()

    answers = {"answer": "piloted", "happened": "Two schools", "then": "A third", "ask_in": "6"}
    client.post(reverse("innovation:epic-tell", args=[epic.key]), answers)
    epic = fresh(epic)
    assert epic.status == Status.PILOTED
    assert epic.remind_on > timezone.localdate() + datetime.timedelta(days=170)
    text = page(None, "epic", epic.key).content.decode()
    assert "Two schools" in text
    assert "A third" in text
    assert AuditEvent.objects.filter(action="epic told", target=str(epic.uuid)).exists()


def test_two_cannot_take_the_same():
    epic = an_epic(owner=worker())
    other = worker()

    with pytest.raises(DomainError):
        actions.take_epic(epic, organisation=other.memberships.get().organisation, role="x", by=other)


def test_stopping_says_why_and_a_practice_is_not_said_but_made():
    owner = worker()
    epic = an_epic(owner=owner)

    with pytest.raises(DomainError):
        actions.tell_epic(epic, status="stopped", by=owner)
    with pytest.raises(DomainError):
        actions.tell_epic(epic, status="practice", by=owner)
    actions.tell_epic(epic, status="stopped", happened=said("No money"), by=owner)
    assert fresh(epic).remind_on is None
    assert "No money" in page(None, "epic", epic.key).content.decode()


@pytest.mark.parametrize("name", ["epic-tell", "epic-write", "epic-give", "epic-let-go", "epic-carry"])
def test_only_owners_and_who_runs_the_day_act(name):
    owner, other = worker(), worker()
    epic = an_epic(owner=owner)
    facilitator = facilitator_of(epic.day)
    MembershipFactory(user=facilitator, organisation=OrganisationFactory())

    assert page(None, name, epic.key).status_code == 302
    assert page(other, name, epic.key).status_code == 403
    assert page(owner, name, epic.key).status_code == 200
    assert page(facilitator, name, epic.key).status_code == 200


def test_only_who_runs_the_day_publishes():
    owner = worker()
    epic = an_epic(owner=owner, public=False)
    client = Client()
    client.force_login(owner)
    address = reverse("innovation:epic-publish", args=[epic.key])

    assert client.post(address, {"is_public": "1"}).status_code == 403
    client.force_login(facilitator_of(epic.day))
    client.post(address, {"is_public": "1"})
    assert fresh(epic).is_public
    client.post(address, {"is_public": "0"})
    assert not fresh(epic).is_public


def test_given_to_somebody_who_declines_by_the_letter(django_capture_on_commit_callbacks):
    epic = an_epic()
    to = worker()
    giver = facilitator_of(epic.day)

    with django_capture_on_commit_callbacks(execute=True):
        actions.give_epic(epic, organisation=to.memberships.get().organisation, role="head", to=to, by=giver)
    (letter,) = mail.outbox
    assert letter.to == [to.email]
    link = next(line for line in letter.body.splitlines() if "not-ours" in line)
    client = Client()
    path = link[link.index("/en/") :]
    assert client.get(path).status_code == 200
    assert fresh(epic).owner == to  # opening changes nothing
    client.post(path, {"answer": "not-ours", "ask_in": "3"})
    assert fresh(epic).owner is None
    assert fresh(epic).status == Status.PROPOSED
    assert client.get(path).status_code == 410


def test_a_link_that_somebody_made_up_or_changed_opens_nothing():
    owner = worker()
    epic = an_epic(owner=owner)
    token = token_for(epic, owner)

    assert page(None, "epic-tell-by-letter", token).status_code == 200
    assert page(None, "epic-tell-by-letter", token[:-2] + "xx").status_code == 410
    assert page(None, "epic-tell-by-letter", "anything").status_code == 410


def test_owners_are_asked_on_the_day_and_once():
    owner, silent = worker(), worker()
    silent.mail_rhythm = "never"
    silent.save()
    an_epic(owner=owner)
    an_epic(owner=silent)
    stopped = an_epic(owner=worker())
    actions.tell_epic(stopped, status="stopped", happened=said("x"), by=stopped.owner)
    day = timezone.localdate() + datetime.timedelta(days=95)

    assert telling.work(timezone.localdate()) == ""
    telling.work(day)
    telling.work(day)

    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert "?answer=piloted" in letter.body


def test_of_epics_without_an_owner_those_who_ran_the_day_hear_in_one_letter():
    day = a_day(phase="feedback")
    today = timezone.localdate()
    for number in range(3):
        an_epic(day, name=f"Number {number}", remind_on=today)

    telling.work(today)

    (letter,) = mail.outbox
    assert letter.to == [facilitator_of(day).email]
    assert all(f"Number {number}" in letter.body for number in range(3))


# Writing on


def test_two_who_write_on_the_page_at_once_lose_nothing_and_a_page_goes_on_from_what_it_sent():
    owner = worker()
    epic = an_epic(owner=owner)

    def write(form, text, base="We believe that tea helps."):
        actions.write_epic(
            epic, texts={"hypothesis": text}, bases={"hypothesis": base}, language="en", form=form, by=owner
        )

    write("a", "We believe that tea helps. Much")
    write("b", "We now believe that tea helps.")
    write("a", "We believe that tea helps. Much indeed")

    assert epic.texts.get(part="hypothesis").text == "We now believe that tea helps. Much indeed"


def test_a_translation_is_read_in_its_language_and_typed_words_are_kept_as_typed():
    owner = worker()
    epic = an_epic(owner=owner)
    client = Client()
    client.force_login(owner)
    address = reverse("innovation:epic-write", args=[epic.key]) + "?language=sv"

    saved = client.post(
        address, {"name": " Öppen dörr ", "base-name": "", "form": "f"}, headers={"X-Requested-With": "autosave"}
    )

    assert saved.status_code == 204
    assert epic.texts.get(part="name", language="sv").text == " Öppen dörr "
    with translation.override("sv"):
        assert "Öppen dörr" in page(None, "epic", epic.key).content.decode()


# Into the catalogue


def test_carried_into_the_catalogue_the_fields_are_filled_and_the_arc_kept():
    owner = worker()
    day = a_day(phase="epics")
    an_idea(day)
    receipt = act(day, None, "epic_new", **{"theme": str(day.themes.first().pk), "ideas[]": ["1"], "name": "Open door"})
    epic = Epic.objects.get(key=receipt.mine["epic"])
    for part in ("hypothesis", "for_whom", "measure", "first_step"):
        act(day, None, "epic_text", epic=epic.key, part=part, text=f"text of {part}", base="")
    actions.publish_epic(epic, by=facilitator_of(day))
    epic = actions.take_epic(fresh(epic), organisation=owner.memberships.get().organisation, role="head", by=owner)

    practice = carrying.carry_into_catalogue(epic, owner=owner.memberships.get().organisation, by=owner)

    record = practice.versions.get().whole
    assert record["title"]["texts"]["fi"]["text"] == "Open door"
    assert record["summary"]["texts"]["fi"]["text"] == "text of hypothesis"
    assert record["target_note"]["texts"]["fi"]["text"] == "text of for_whom"
    assert record["targets"][0]["what"]["texts"]["fi"]["text"] == "text of measure"
    assert record["steps"][0]["action"]["texts"]["fi"]["text"] == "text of first_step"
    assert fresh(epic).practice == practice
    assert Link.objects.filter(first=practice.uuid, type="grew_from", second=epic.uuid).exists()
    arc = arc_of(owner, "epic", epic.uuid)
    assert {node.station for node in arc.nodes.values()} >= {"idea", "epic", "practice"}
    with pytest.raises(DomainError):
        carrying.carry_into_catalogue(epic, owner=owner.memberships.get().organisation, by=owner)


def test_the_draft_is_told_only_to_those_who_may_see_it():
    owner = worker()
    epic = an_epic(owner=owner)
    practice = carrying.carry_into_catalogue(epic, owner=owner.memberships.get().organisation, by=owner)

    assert practice.get_absolute_url() in page(owner, "epic", epic.key).content.decode()
    assert practice.key not in page(None, "epic", epic.key).content.decode()
    assert not arc_of(UserFactory(), "epic", epic.uuid).nodes[practice.uuid].visible


def test_when_the_practice_is_published_the_epic_has_become_one():
    owner = worker()
    epic = an_epic(owner=owner)
    practice = carrying.carry_into_catalogue(epic, owner=owner.memberships.get().organisation, by=owner)

    version_published.send(Practice, practice=practice, version=practice.versions.get(), before=None, by=owner)

    epic = fresh(epic)
    assert (epic.status, epic.remind_on) == (Status.PRACTICE, None)
    assert epic.events.filter(status="practice").count() == 1
    with pytest.raises(DomainError):
        actions.tell_epic(epic, status="piloted", by=owner)


def test_an_idea_that_led_nowhere_is_not_told_on_the_arc():
    from kotokaari.innovation.on_the_arc import idea_nodes

    epic = an_epic(public=False)
    idea = epic.ideas.get()

    assert not idea_nodes(UserFactory(), [idea.uuid])[idea.uuid].visible
    assert idea_nodes(facilitator_of(epic.day), [idea.uuid])[idea.uuid].visible
    actions.publish_epic(epic, by=facilitator_of(epic.day))
    assert idea_nodes(UserFactory(), [idea.uuid])[idea.uuid].title == idea.text


# People


def test_a_person_gets_her_part_and_is_forgotten():
    owner = worker()
    epic = an_epic(owner=owner)
    actions.tell_epic(epic, happened=said("Begun"), by=owner)

    told = own_data.of_person(owner)
    assert (told["owned"][0]["name"], told["told"][-1]["text"]) == ("Open door", "Begun")
    person_erased.send(type(owner), user=owner)
    epic = fresh(epic)
    assert (epic.owner, epic.owner_role) == (None, "head of early education")
    assert not epic.events.filter(by=owner).exists()


def test_my_work_shows_the_epics_one_owns():
    owner = worker()
    an_epic(owner=owner)
    client = Client()
    client.force_login(owner)

    assert "Open door" in client.get(reverse("home:work")).content.decode()


def test_the_parts_are_all_there_in_order():
    assert [one.part for one in written(an_epic())][:2] == ["name", "hypothesis"]


def test_the_arc_of_an_epic_leads_back_to_the_survey_and_the_page_counts_its_answers():
    survey = SurveyFactory(is_listed=True)
    theme = ThemeFactory(survey=survey, is_public=True, is_chosen=False)
    choose_theme(theme, by=UserFactory())
    day = a_day(phase="epics")
    day.themes.update(theme=theme)
    an_idea(day)
    receipt = act(day, None, "epic_new", theme=str(day.themes.first().pk), ideas=["1"], name="Open door")
    epic = Epic.objects.get(key=receipt.mine["epic"])
    actions.publish_epic(epic, by=facilitator_of(day))
    for _number in range(4):
        Response.objects.create(survey=survey, is_sent=True)

    arc = arc_of(UserFactory(), "epic", epic.uuid)

    assert {node.station for node in arc.nodes.values()} >= {"theme", "idea", "epic"}
    assert any(link.second == survey.uuid for link in Link.objects.filter(first=theme.uuid))
    text = page(None, "epic", epic.key).content.decode()
    assert "fewer than five answers" in text
    Response.objects.create(survey=survey, is_sent=True)
    survey.save()  # a page of the public is kept until something public changes
    assert "5 answers" in page(None, "epic", epic.key).content.decode()


@pytest.mark.parametrize("name", ["innovation:epics", "innovation:list"])
def test_the_navigation_says_that_days_and_epics_belong_together(client, name):
    page = client.get(reverse(name)).content.decode()

    assert page.count('aria-current="true">Innovation<') == 2
