"""The ledger's pages for those who write in it."""

import datetime

import pytest
from django.urls import reverse

from kotokaari.adoption import actions
from kotokaari.adoption.models import Adaptation, Adoption, Unsaved
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory

from .factories import AdaptationFactory, LessonFactory, OutcomeFactory, text, worker

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today().isoformat()


def page(response):
    """The text of an answer that went well."""
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_reader_is_invited_to_say_we_use_this(client, practice):
    start = reverse("adoption:start", args=[practice.key])

    assert start in page(client.get(practice.get_absolute_url()))
    answer = client.get(start)

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_an_entry_is_made_in_a_minute(client, practice, django_capture_on_commit_callbacks, owner, mailoutbox):
    organisation = OrganisationFactory(en="Phone town", place=PlaceFactory(code="fi:240"))
    client.force_login(worker(organisation, Role.MEMBER))
    address = reverse("adoption:start", args=[practice.key])
    assert "Phone town" not in page(client.get(address)).split("<h1>")[1]  # one organisation is not asked for
    typed = {
        "organisation": organisation.pk,
        "place": "fi:240",
        "status": "piloting",
        "on": "2026-09-01",
        "sentence": "Ten mothers of small children.",
        "version": 1,
    }

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, typed)

    made = Adoption.objects.get()
    assert answer["Location"] == reverse("adoption:write", args=[made.uuid])
    assert (made.organisation, made.place.code, made.status, made.began_on) == (
        organisation,
        "fi:240",
        "piloting",
        datetime.date(2026, 9, 1),
    )
    assert made.purpose.text("en") == "Ten mothers of small children."
    assert [letter.to for letter in mailoutbox] == [[owner.email]]
    assert "Phone town" in mailoutbox[0].body
    assert reverse("adoption:owner", args=[made.uuid]) in mailoutbox[0].body


def test_the_start_form_says_what_is_wrong(client, practice):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation))
    address = reverse("adoption:start", args=[practice.key])

    empty = page(client.post(address, {"version": 1}))
    ahead = page(
        client.post(address, {"organisation": organisation.pk, "status": "in_use", "on": "2999-01-01", "version": 1})
    )

    assert empty.count("This field is required.") >= 2
    assert "This day is still to come." in ahead
    assert not Adoption.objects.exists()


def test_who_has_no_organisation_is_told_so(client, practice, anybody):
    client.force_login(anybody)

    assert "You write for an organisation" in page(client.get(reverse("adoption:start", args=[practice.key])))


def test_nobody_starts_for_somebody_else(client, practice, stranger):
    client.force_login(stranger)
    typed = {"organisation": OrganisationFactory().pk, "status": "in_use", "on": TODAY, "version": 1}

    client.post(reverse("adoption:start", args=[practice.key]), typed)

    assert not Adoption.objects.exists()


def test_the_entry_shows_all_and_leads_everywhere(client, adoption, coordinator):
    client.force_login(coordinator)
    AdaptationFactory(adoption=adoption, text=text("Only half as long"))
    OutcomeFactory(adoption=adoption, indicator=text("Found a friend"), value=4, people=4)
    LessonFactory(adoption=adoption, text=text("Begin with coffee"))

    body = page(client.get(reverse("adoption:write", args=[adoption.uuid])))

    for words in ("Only half as long", "Found a friend", "under five people", "Begin with coffee", "In use"):
        assert words in body
    for name in ("status", "facts", "adaptation-add", "outcome-add", "lesson-add", "contact", "visibility", "remove"):
        assert reverse(f"adoption:{name}", args=[adoption.uuid]) in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_entry_costs_the_same_whatever_is_told(client, adoption, coordinator, count, django_assert_max_num_queries):
    for _number in range(count):
        AdaptationFactory(adoption=adoption)
        OutcomeFactory(adoption=adoption)
        LessonFactory(adoption=adoption)
    client.force_login(coordinator)
    address = reverse("adoption:write", args=[adoption.uuid])
    client.get(address)

    with django_assert_max_num_queries(14):
        client.get(address)


def test_facts_are_told(client, adoption, member):
    client.force_login(member)
    address = reverse("adoption:facts", args=[adoption.uuid])
    assert "People reached" in page(client.get(address))

    client.post(
        address,
        {
            "purpose": "For parents at home",
            "as_described": "as_described",
            "began_on": "2026-03-02",
            "people_reached": "24",
            "people_period": "spring 2026",
            "cost": "1500.50",
            "cost_year": "2026",
            "decision": "The board decided.",
            "decision_url": "example.org/decision",
        },
    )

    adoption.refresh_from_db()
    assert (adoption.purpose.text("en"), adoption.people_reached, str(adoption.cost)) == (
        "For parents at home",
        24,
        "1500.50",
    )
    assert adoption.decision_url == "https://example.org/decision"
    body = page(client.get(reverse("adoption:write", args=[adoption.uuid])))
    assert "24 (spring 2026)" in body
    assert "1,500.50 € (2026)" in body


def hidden(body):
    """The marks a form carries."""
    import re

    return dict(re.findall(r'name="(_base-[^"]+)" value="([^"]*)"', body))


def test_two_open_forms_lose_nothing(client, adoption, coordinator, member):
    address = reverse("adoption:facts", args=[adoption.uuid])
    client.force_login(coordinator)
    mine = hidden(page(client.get(address)))
    client.force_login(member)
    theirs = hidden(page(client.get(address)))
    client.post(address, {**theirs, "purpose": "Written by a member", "setting": "A library"})
    client.force_login(coordinator)

    conflict = client.post(address, {**mine, "purpose": "Written by the coordinator", "people_reached": "8"})

    body = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Written by a member" in body
    assert "Written by the coordinator" in body
    adoption.refresh_from_db()
    assert (adoption.purpose.text("en"), adoption.people_reached) == ("Written by a member", None)
    client.post(address, {**hidden(body), "purpose": "Written by both", "setting": "A library", "people_reached": "8"})
    adoption.refresh_from_db()
    assert (adoption.purpose.text("en"), adoption.setting.text("en"), adoption.people_reached) == (
        "Written by both",
        "A library",
        8,
    )


def test_half_typed_words_wait_for_their_writer_alone(client, adoption, coordinator, member):
    client.force_login(member)
    address = reverse("adoption:facts", args=[adoption.uuid])
    base = hidden(page(client.get(address)))

    kept = client.post(
        reverse("adoption:typed", args=[adoption.uuid, "facts"]), {**base, "purpose": "Half a sen", "cost": "about ten"}
    )

    assert kept.status_code == 204
    adoption.refresh_from_db()
    assert not adoption.purpose
    again = page(client.get(address))
    assert "Half a sen" in again
    assert "about ten" in again
    assert "You left this unfinished" in again
    assert "You began to write and have not saved" in page(client.get(reverse("home:work")))
    client.force_login(coordinator)
    assert "Half a sen" not in page(client.get(address))
    client.force_login(member)
    client.post(address, {**base, "purpose": "A whole sentence"})
    assert not Unsaved.objects.exists()


def test_half_typed_words_are_merged_too(client, adoption, coordinator, member):
    """What a colleague saved while my half-typed form waited is a conflict, not a loss."""
    client.force_login(member)
    address = reverse("adoption:facts", args=[adoption.uuid])
    base = hidden(page(client.get(address)))
    client.post(reverse("adoption:typed", args=[adoption.uuid, "facts"]), {**base, "purpose": "Mine"})
    actions.edit_adoption(adoption, changes={"purpose": text("Theirs")}, by=coordinator)

    reopened = hidden(page(client.get(address)))

    assert client.post(address, {**reopened, "purpose": "Mine"}).status_code == 409


def test_half_typed_words_go_with_what_they_were_about(client, adoption, member):
    client.force_login(member)
    part = AdaptationFactory(adoption=adoption)
    actions.keep_typed(adoption, form=f"adaptation-{part.uuid}", values={"text": "Hm"}, by=member)

    actions.remove_adaptation(part, by=member)

    assert not Unsaved.objects.exists()


@pytest.mark.parametrize("form", ["nonsense", "adaptation-", "lesson-12", "owner-new"])
def test_only_forms_that_exist_are_kept(client, adoption, member, form):
    client.force_login(member)

    assert client.post(reverse("adoption:typed", args=[adoption.uuid, form]), {"text": "x"}).status_code == 404
    assert not Unsaved.objects.exists()


def test_a_slip_in_a_year_is_noticed(client, adoption, member):
    client.force_login(member)

    for year in ("0206", "2999"):
        body = page(client.post(reverse("adoption:facts", args=[adoption.uuid]), {"began_on": f"{year}-03-02"}))
        assert "Look at the year" in body or "still to come" in body


def test_half_typed_words_are_thrown_away(client, adoption, member):
    client.force_login(member)
    actions.keep_typed(adoption, form="lesson-new", values={"text": "Hm"}, by=member)

    client.post(reverse("adoption:typed-throw-away", args=[adoption.uuid, "lesson-new"]))

    assert not Unsaved.objects.exists()


def test_an_adaptation_in_eight_questions(client, practice, adoption, member):
    client.force_login(member)
    address = reverse("adoption:adaptation-add", args=[adoption.uuid])
    body = page(client.get(address))
    assert all(f"{number}. " in body for number in range(1, 9))

    client.post(
        address,
        {
            "text": "Groups of four instead of eight",
            "what": "context",
            "nature": "format",
            "when": "pilot",
            "is_planned": "False",
            "who": "staff",
            "level": "group",
            "fidelity": "consistent",
            "why": "fit",
            "reason": "Few speak the same language",
            "is_lasting": "True",
        },
    )

    part = Adaptation.objects.get()
    assert (part.text.text("en"), part.nature, part.is_planned, part.is_lasting) == (
        "Groups of four instead of eight",
        "format",
        False,
        True,
    )
    correct = reverse("adoption:adaptation-edit", args=[adoption.uuid, part.uuid])
    marks = hidden(page(client.get(correct)))
    client.post(correct, {**marks, "text": "Groups of five", "what": "context", "nature": "format"})
    part.refresh_from_db()
    assert part.text.text("en") == "Groups of five"
    client.post(reverse("adoption:adaptation-remove", args=[adoption.uuid, part.uuid]))
    assert not Adaptation.objects.exists()


def test_an_adaptation_names_a_building_block(client, member, adoption):
    blocks = [{"id": "abc234", "title": {"en": "The host"}, "part": "core"}]
    practice = a_practice(building_blocks=blocks)
    other = actions.start_adoption(practice.current, organisation=adoption.organisation, by=member)
    client.force_login(member)
    address = reverse("adoption:adaptation-add", args=[other.uuid])
    assert "The host" in page(client.get(address))
    block = practice.current.record["building_blocks"][0]["id"]

    client.post(address, {"text": "Two hosts", "what": "content", "nature": "adding", "block": block})

    assert other.adaptations.get().block == block
    assert "The host" in page(client.get(reverse("adoption:write", args=[other.uuid])))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("outcome", {"indicator": "Found work", "value": "12.5", "direction": "none", "period_from": "2026-01-01"}),
        ("lesson", {"kind": "advice", "text": "Begin small"}),
    ],
)
def test_outcomes_and_lessons_are_told_corrected_and_removed(client, adoption, member, kind, typed):
    client.force_login(member)
    client.post(reverse(f"adoption:{kind}-add", args=[adoption.uuid]), typed)
    part = getattr(adoption, f"{kind}s").get()
    correct = reverse(f"adoption:{kind}-edit", args=[adoption.uuid, part.uuid])

    marks = hidden(page(client.get(correct)))
    assert client.post(correct, {**typed, **marks}).status_code == 302
    taken = client.post(reverse(f"adoption:{kind}-remove", args=[adoption.uuid, part.uuid]))

    assert taken.status_code == 302
    assert not getattr(adoption, f"{kind}s").exists()


def test_stopping_asks_why_and_then_what_was_learned(client, adoption, coordinator):
    client.force_login(coordinator)
    address = reverse("adoption:status", args=[adoption.uuid])
    assert page(client.get(address)).count('type="radio"') == 6

    silent = client.post(address, {"status": "stopped", "on": "2026-06-01"})
    said = client.post(address, {"status": "stopped", "on": "2026-06-01", "reason": "Nobody came in summer."})

    assert "Say why it was stopped." in page(silent)
    assert said["Location"] == reverse("adoption:lesson-add", args=[adoption.uuid])
    adoption.refresh_from_db()
    assert (adoption.status, adoption.ended_on) == ("stopped", datetime.date(2026, 6, 1))
    client.post(reverse("adoption:step-back", args=[adoption.uuid]))
    adoption.refresh_from_db()
    assert (adoption.status, adoption.ended_on) == ("in_use", None)


def test_a_removed_entry_can_be_brought_back_from_my_work(client, adoption, coordinator, member):
    client.force_login(member)
    assert client.post(reverse("adoption:remove", args=[adoption.uuid])).status_code == 403
    client.force_login(coordinator)

    gone = client.post(reverse("adoption:remove", args=[adoption.uuid]), follow=True)

    assert "Bring it back" in page(gone)
    assert client.get(reverse("adoption:write", args=[adoption.uuid])).status_code == 404
    restore = reverse("adoption:restore", args=[adoption.uuid])
    assert restore in page(client.get(reverse("home:work")))
    client.post(restore)
    assert Adoption.objects.filter(pk=adoption.pk).exists()


def test_a_hidden_entry_is_for_its_people_and_the_owner(client, adoption, coordinator, owner, stranger):
    client.force_login(coordinator)
    client.post(reverse("adoption:visibility", args=[adoption.uuid]))

    assert [
        Adoption.objects.visible_to(user).filter(pk=adoption.pk).exists() for user in (coordinator, owner, stranger)
    ] == [True, True, False]


def test_the_owner_confirms_comments_and_takes_back(
    client, adoption, owner, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(owner)
    assert "waits for your word" in page(client.get(reverse("adoption:users", args=[adoption.practice.key])))
    assert "1 waits for your word" in page(client.get(adoption.practice.get_absolute_url()))
    address = reverse("adoption:owner", args=[adoption.uuid])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"kind": "confirms", "text": "We visited you."})

    word = adoption.owners_words.get()
    assert "you have confirmed it" in page(client.get(reverse("adoption:users", args=[adoption.practice.key])))
    assert [letter.to for letter in mailoutbox] == [[coordinator.email]]
    assert "We visited you." in mailoutbox[0].body
    assert "Write your comment." in page(client.post(address, {"kind": "comments"}))
    edit = reverse("adoption:owner-edit", args=[adoption.uuid, word.uuid])
    client.post(edit, {**hidden(page(client.get(edit))), "text": "We visited you twice."})
    assert adoption.owners_words.get().text.text("en") == "We visited you twice."
    client.post(reverse("adoption:owner-remove", args=[adoption.uuid, word.uuid]))
    assert not adoption.owners_words.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_owners_list_costs_the_same(client, practice, owner, count, django_assert_max_num_queries):
    from .factories import AdoptionFactory

    for _number in range(count):
        AdoptionFactory(practice=practice)
    client.force_login(owner)
    address = reverse("adoption:users", args=[practice.key])
    client.get(address)

    with django_assert_max_num_queries(9):
        assert page(client.get(address)).count("waits for your word") == count


def test_whom_to_ask(client, adoption, coordinator, member, stranger):
    address = reverse("adoption:contact", args=[adoption.uuid])
    client.force_login(coordinator)
    assert "Nobody with this address" in page(client.post(address, {"which": "colleague", "email": stranger.email}))

    client.post(address, {"which": "colleague", "email": member.email})

    answer = reverse("adoption:contact-answer", args=[adoption.uuid])
    assert client.get(answer).status_code == 404
    client.force_login(member)
    assert answer in page(client.get(reverse("home:work")))
    client.post(answer, {"answer": "yes"})
    adoption.refresh_from_db()
    assert adoption.shown_contact == member
    client.post(answer, {"answer": "no"})
    adoption.refresh_from_db()
    assert adoption.contact is None


@pytest.mark.parametrize("count", [1, 3])
def test_my_work_costs_the_same(client, adoption, coordinator, count, django_assert_num_queries):
    from kotokaari.adoption.work import work_section

    from .factories import AdoptionFactory

    for _number in range(count - 1):
        AdoptionFactory(organisation=adoption.organisation, by=coordinator)
    for entry in Adoption.objects.all():
        actions.ask_about_version(entry, version=entry.version, by=None)
        actions.keep_typed(entry, form="facts", values={"purpose": "Half"}, by=coordinator)
        actions.name_contact(entry, person=worker(adoption.organisation), by=coordinator)
        Adoption.objects.filter(pk=entry.pk).update(contact=coordinator)

    with django_assert_num_queries(7):
        groups = work_section(coordinator).context["groups"]

    assert [len(group.lines) for group in groups] == [count] * 4


def test_my_work_lists_what_we_use(client, adoption, member):
    client.force_login(member)

    body = page(client.get(reverse("home:work")))

    assert "What we use" in body
    assert reverse("adoption:write", args=[adoption.uuid]) in body


@pytest.mark.parametrize(("language", "heading"), [("fi", "Mitä teette toisin"), ("sv", "Vad ni gör annorlunda")])
def test_pages_speak_the_readers_language(client, adoption, coordinator, language, heading):
    from django.utils import translation

    client.force_login(coordinator)
    with translation.override(language):
        body = page(client.get(reverse("adoption:write", args=[adoption.uuid])))

    assert f'<html lang="{language}"' in body
    assert heading in body
