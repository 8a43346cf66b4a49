"""The pages of writing, as a person uses them."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.catalogue import actions
from kotokaari.catalogue.models import Practice
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory

from .factories import ContactFactory, a_draft, a_practice, draft_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


@pytest.fixture
def owner():
    return OrganisationFactory()


@pytest.fixture
def coordinator(owner):
    return MembershipFactory(organisation=owner, role=Role.COORDINATOR).user


@pytest.fixture
def member(owner):
    return MembershipFactory(organisation=owner, role=Role.MEMBER).user


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def page(name, *args):
    return reverse(f"catalogue:{name}", args=args)


def test_beginning_makes_a_draft_and_opens_the_card(desk, owner):
    response = desk.post(page("write"), {"owner": owner.pk, "language": "sv"})

    practice = Practice.objects.get()
    assert response["Location"] == page("draft-sheet", practice.key, "card")
    assert draft_of(practice).source_language == "sv"


def test_nobody_begins_for_a_strange_organisation(desk):
    strange = OrganisationFactory()

    response = desk.post(page("write"), {"owner": strange.pk, "language": "fi"})

    assert response.status_code == 200
    assert not Practice.objects.exists()


def test_one_without_an_organisation_reads_how_to_get_one(client):
    client.force_login(UserFactory())

    assert "Ask its coordinator" in client.get(page("write")).content.decode()


def test_what_is_typed_is_kept_valid_or_not_and_shown_again(desk, owner):
    practice = a_draft(owner=owner)

    desk.post(
        page("draft-sheet", practice.key, "essence"),
        {"title": "  A better  name ", "started_on": "some time ago", "themes": ["language-learning"], "save": "1"},
    )

    draft = draft_of(practice)
    assert draft.as_typed["title"]["values"] == {"title": ["  A better  name "]}
    assert str(draft.title) == "A better name"
    assert "started_on" not in draft.record
    html = desk.get(page("draft-sheet", practice.key, "essence")).content.decode()
    assert 'value="some time ago"' in html
    assert "2019, 3/2019 or 31.3.2019" in html


def test_a_section_leaves_the_other_sections_alone(desk, owner):
    practice = a_draft(owner=owner)

    desk.post(page("draft-sheet", practice.key, "why"), {"challenge": "It is hard to find people to talk with."})

    record = draft_of(practice).whole
    assert TranslatedText.from_json(record["challenge"]).source_text.startswith("It is hard")
    assert record["themes"] == ["language-learning"]


def test_rows_are_added_moved_and_removed_by_plain_buttons(desk, owner):
    practice = a_draft(owner=owner)
    address = page("draft-sheet", practice.key, "how")
    rows = {"steps-0-id": "aaaaaa", "steps-0-actor": "Host", "steps-1-id": "bbbbbb", "steps-1-actor": "Guest"}

    desk.post(address, {**rows, "steps-1-up": "1"})
    assert [row["id"] for row in draft_of(practice).record["steps"]] == ["bbbbbb", "aaaaaa"]

    response = desk.post(address, {**rows, "steps-0-remove": "1"})
    assert response["Location"] == f"{address}#rows_steps"
    assert [row["id"] for row in draft_of(practice).record["steps"]] == ["bbbbbb"]

    desk.post(address, {**rows, "steps-add": "1"})
    assert "steps-2-actor" in desk.get(address).content.decode()


def test_autosave_answers_when_it_saved(desk, owner):
    practice = a_draft(owner=owner)

    response = desk.post(page("draft-autosave", practice.key, "why"), {"challenge": "Half a sent"})

    assert json.loads(response.content)["revision"] == 1
    assert draft_of(practice).as_typed["challenge"]["values"] == {"challenge": ["Half a sent"]}


def opened(client, address):
    """The hidden fields of a form as the page has them."""
    form = client.get(address).context
    return {"_form": form["form_token"], **form["base"]}


def test_two_editors_of_one_field_see_both_texts_and_lose_nothing(desk, client, owner, member):
    practice = a_draft(owner=owner, challenge={"en": "Before."})
    address = page("draft-sheet", practice.key, "why")
    mine = opened(desk, address)
    actions.save_draft(draft_of(practice), data={"challenge": "Theirs."}, by=member)

    response = desk.post(address, {**mine, "challenge": "Mine.", "save": "1"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in html
    assert "Mine." in html
    assert str(TranslatedText.from_json(draft_of(practice).record["challenge"])) == "Theirs."
    again = {"_form": response.context["form_token"], **response.context["base"], "challenge": "Both.", "save": "1"}
    assert desk.post(address, again).status_code == 302
    assert str(TranslatedText.from_json(draft_of(practice).record["challenge"])) == "Both."


def test_editors_of_different_fields_do_not_disturb_each_other(desk, owner, member):
    practice = a_draft(owner=owner, challenge={"en": "Before."})
    address = page("draft-sheet", practice.key, "why")
    mine = opened(desk, address)
    actions.save_draft(draft_of(practice), data={"challenge": "Theirs."}, by=member)

    response = desk.post(address, {**mine, "challenge": "Before.", "goals": "Mine.", "save": "1"})

    assert response.status_code == 302
    record = draft_of(practice).record
    assert str(TranslatedText.from_json(record["challenge"])) == "Theirs."
    assert str(TranslatedText.from_json(record["goals"])) == "Mine."


def test_one_who_goes_on_typing_is_not_in_conflict_with_oneself(desk, owner):
    practice = a_draft(owner=owner)
    hidden = opened(desk, page("draft-sheet", practice.key, "why"))
    autosave = page("draft-autosave", practice.key, "why")

    answers = [desk.post(autosave, {**hidden, "challenge": text}).status_code for text in ("One", "One two")]

    assert answers == [200, 200]


def test_autosave_says_when_somebody_else_was_faster(desk, owner, member):
    practice = a_draft(owner=owner)
    hidden = opened(desk, page("draft-sheet", practice.key, "why"))
    actions.save_draft(draft_of(practice), data={"challenge": "Theirs."}, by=member)

    response = desk.post(page("draft-autosave", practice.key, "why"), {**hidden, "challenge": "Mine."})

    assert response.status_code == 409
    assert response.json()["theirs"] == {"challenge": {"challenge": ["Theirs."]}}


def test_a_draft_says_what_is_missing_and_for_whom(desk, owner):
    practice = a_draft(owner=owner, record={})

    html = desk.get(page("draft", practice.key)).content.decode()

    assert "needed to publish" in html
    assert "a front-line worker" in html
    assert page("draft-sheet", practice.key, "essence") + "#id_title" in html


def test_publishing_an_unfinished_draft_names_every_field(desk, owner):
    practice = a_draft(owner=owner, record={})

    html = desk.post(page("draft-publish", practice.key), {"change_note": ""}).content.decode()

    assert html.count("This is needed before the practice can be published.") == 7


def test_publishing_shows_the_practice_to_everybody(desk, client, owner):
    practice = a_draft(owner=owner)

    response = desk.post(page("draft-publish", practice.key), {"change_note": "First."})

    practice.refresh_from_db()
    assert response["Location"] == practice.get_absolute_url()
    assert str(practice.current.change_note) == "First."


def test_a_member_writes_but_does_not_publish(client, owner, member):
    practice = a_draft(owner=owner)
    client.force_login(member)

    assert client.get(page("draft", practice.key)).status_code == 200
    assert client.post(page("draft-publish", practice.key), {"change_note": ""}).status_code == 403


def test_a_stranger_does_not_learn_that_a_draft_exists(client, owner):
    practice = a_draft(owner=owner)
    client.force_login(UserFactory())

    names = ("draft", "draft-preview", "draft-publish", "draft-discard", "translate", "files", "partners", "compare")

    assert {client.get(page(name, practice.key)).status_code for name in names} == {404}


def test_discarding_asks_first(desk, owner):
    practice = a_draft(owner=owner)

    assert "cannot be undone" in desk.get(page("draft-discard", practice.key)).content.decode()
    desk.post(page("draft-discard", practice.key))

    assert not Practice.objects.exists()


def test_a_correction_can_be_compared_word_by_word(desk, client, owner, coordinator):
    practice = a_practice(owner=owner, challenge={"en": "Few people talk Finnish."})
    desk.post(page("correct", practice.key))
    draft = draft_of(practice)
    actions.save_draft(draft, data={"challenge": "Few neighbours talk Finnish."}, by=coordinator)
    actions.publish(draft, by=coordinator)
    desk.logout()

    html = desk.get(page("compare", practice.key)).content.decode()

    assert "people" in html.split("<del>")[2]
    assert "neighbours" in html.split("<ins>")[2]


def test_a_reader_does_not_compare_with_a_draft(client, owner):
    practice = a_practice(owner=owner)
    draft = actions.start_correction(practice, by=UserFactory())
    actions.save_draft(draft, data={"title": "Secret"}, by=UserFactory())

    assert "Secret" not in client.get(page("compare", practice.key) + "?from=1&to=2").content.decode()


def test_a_preview_shows_the_draft_as_readers_would_see_it(desk, owner):
    practice = a_draft(owner=owner, title="A club for all")

    html = desk.get(page("draft-preview", practice.key)).content.decode()

    assert "A club for all" in html
    assert "Nothing is published yet" in html
    nameless = desk.get(page("draft-preview", a_draft(owner=owner, record={}).key)).content.decode()
    assert "<h1>A practice without a name yet</h1>" in nameless


@pytest.mark.parametrize(("move", "status"), [("end", "ended"), ("archive", "archived"), ("withdraw", "withdrawn")])
def test_a_status_changes_with_a_reason(desk, owner, move, status):
    practice = a_practice(owner=owner)
    address = page("status", practice.key, move)

    assert "This field is required" in desk.post(address, {"reason": ""}).content.decode()
    desk.post(address, {"reason": "The money ended."})

    practice.refresh_from_db()
    assert (practice.status, str(practice.status_reason)) == (status, "The money ended.")


def test_a_person_decides_alone_whether_to_be_shown(desk, client, owner):
    practice = a_practice(owner=owner)
    person = UserFactory(email="knows@example.org")
    desk.post(page("contacts", practice.key), {"email": "knows@example.org", "role": "Host"})
    contact = practice.contacts.get()
    assert contact.consented_at is None
    assert desk.get(page("contact-answer", practice.key)).status_code == 404

    client.force_login(person)
    client.post(page("contact-answer", practice.key), {"answer": "yes"})
    contact.refresh_from_db()
    assert contact.consented_at
    client.post(page("contact-answer", practice.key), {"answer": "no"})
    contact.refresh_from_db()
    assert contact.withdrawn_at


def test_partners_projects_and_money_are_kept(desk, owner):
    practice, partner = a_practice(owner=owner), OrganisationFactory()
    address = page("partners", practice.key)

    desk.post(address, {"which": "partner", "organisation": str(partner.uuid), "role": "Gives the room"})
    desk.post(address, {"which": "grant", "funder": "AMIF", "amount": "1000", "year_from": "2021"})
    refused = desk.post(address, {"which": "grant", "funder": "AMIF", "year_from": "2022", "year_to": "2021"})

    assert [str(p.role) for p in practice.partners.all()] == ["Gives the room"]
    assert [g.amount for g in practice.grants.all()] == [1000]
    assert "before the first" in refused.content.decode()
    desk.post(page("partner-remove", practice.key, partner.code))
    assert not practice.partners.exists()


PAGES = ("draft", "draft-preview", "draft-publish", "draft-discard", "translate", "files", "partners", "contacts")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_writing_opens_in_every_language(desk, owner, name, language):
    practice = a_draft(owner=owner, steps=[{"actor": {"en": "Host"}, "action": {"en": "Opens the door"}}])
    ContactFactory(practice=practice)
    from django.utils.translation import override

    with override(language):
        address = page(name, practice.key)

    assert address.startswith(f"/{language}/")
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_of_writing_costs_the_same_whatever_its_length(desk, owner, count, django_assert_max_num_queries):
    steps = [{"actor": {"en": f"Host {n}"}, "action": {"en": words(5)}} for n in range(count)]
    practice = a_draft(owner=owner, steps=steps)
    desk.get(page("draft-sheet", practice.key, "how"))

    with django_assert_max_num_queries(12):
        response = desk.get(page("draft-sheet", practice.key, "how"))

    assert response.content.decode().count('-actor"') >= count
