"""«Fits us» over HTTP: the list, one practice, the situation; who may, and what it costs."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kotokaari.adoption.fit import asks, fit_of, weighing
from kotokaari.adoption.fit.actions import answers_of, describe_situation, marks_of
from kotokaari.adoption.fit.queries import situation_of
from kotokaari.adoption.fit.situations import Us
from kotokaari.adoption.merging import EditConflict
from kotokaari.adoption.models import Situation
from kotokaari.catalogue.actions import translate
from kotokaari.catalogue.models import Practice, Version
from kotokaari.catalogue.tests.factories import a_practice, concept
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory

from .factories import AdaptationFactory, AdoptionFactory, text, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    for code in ("music", "sport"):
        concept(code)
    with translation.override("en"):
        yield


def situation(organisation=None, **answers):
    return describe_situation(organisation or OrganisationFactory(), answers=answers, by=None)


def practice(title="A choir", **fields):
    return a_practice(title=title, **{"themes": ["music"], **fields})


def page(client, name, *args, **query):
    response = client.get(reverse(f"adoption:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def order(client, **query):
    """The titles of the list, in their order."""
    body = page(client, "fits-us", **query)
    return [part.split("</a>")[0].split(">")[-1] for part in body.split('class="fit-line"><h3>')[1:]]


# The order


def test_nothing_necessary_missing_goes_first_then_the_share_then_evidence(client):
    practice("Too much staff", staff_fte=9, size_band="under_10k", area_type="rural")
    practice("Another size", staff_fte=1, size_band="over_150k")
    practice("Alike", staff_fte=1, size_band="under_10k")
    practice("Alike and proven", staff_fte=1, size_band="under_10k", evidence_level=4)

    titles = order(client, size="under_5000", area="rural", staff_fte="2")

    assert titles == ["Alike and proven", "Alike", "Another size", "Too much staff"]


def test_among_equals_the_one_others_use_goes_first(client):
    practice("Unused")
    used = practice("Used")
    practice("Unused too")
    AdoptionFactory(practice=used)

    assert order(client, themes="music")[0] == "Used"


def test_only_practices_that_answer_a_need_are_shown(client):
    concept("arts").narrower.add(concept("music"))
    practice("Choir", themes=["music"])
    practice("Football", themes=["sport"])

    assert order(client, themes="arts") == ["Choir"]
    assert "No practice answers these needs" in page(client, "fits-us", groups="immigrant", themes="arts") or order(
        client, groups="immigrant", themes="arts"
    )


@pytest.mark.parametrize("status", ["ended", "archived", "withdrawn"])
def test_practices_no_longer_in_use_are_not_suggested(client, status):
    practice("Past", status=status)

    assert order(client, themes="music") == []


def test_ones_own_practices_are_left_out_and_used_ones_say_so(client):
    organisation = OrganisationFactory()
    situation(organisation, themes=["music"])
    practice("Ours", owner=organisation)
    AdoptionFactory(practice=practice("Used by us"), organisation=organisation)
    client.force_login(worker(organisation))

    body = page(client, "fits-us")

    assert "Ours" not in body
    assert "You use this already" in body


# A passer-by


def test_a_passer_by_says_it_in_the_address_and_nothing_is_stored(client):
    practice(staff_fte=0.5, requirements=[{"text": {"en": "An interpreter"}, "kind": "other", "necessary": True}])

    body = page(client, "fits-us", staff_fte="2,5", interpreters="no", size="under_5000")

    assert "Staff 0.5 FTE: you have 2.5." in body
    assert "You have none: interpreters." in body
    assert "1 necessary thing is missing" in body
    assert not Situation.objects.exists()


def test_who_says_nothing_is_asked_first(client):
    practice()

    body = page(client, "fits-us")

    assert "Your situation" in body
    assert "fit-line" not in body


def test_what_cannot_be_understood_is_said_and_the_rest_is_used(client):
    practice(staff_fte=0.5, size_band="under_10k")

    body = page(client, "fits-us", staff_fte="two", size="under_5000")

    assert "Write a number" in body
    assert "you have not said what you have" in body
    assert "Known from your size" in body


@pytest.mark.parametrize("value", ["-1", "1e999", "NaN", "9" * 40, "\x00", "'; DROP TABLE x", "🙂"])
def test_strange_answers_never_fail(client, value):
    practice(staff_fte=0.5)

    for name in ("staff_fte", "money", "size", "themes", "languages", "country", "have", "page", "organisation"):
        assert client.get(reverse("adoption:fits-us"), {name: value}).status_code == 200
        assert client.get(reverse("adoption:fit", args=[Practice.objects.get().key]), {name: value}).status_code == 200


# One practice


def test_what_no_rule_reads_is_ticked_in_the_address(client):
    thing = practice(
        requirements=[{"text": {"en": "A brave principal"}, "kind": "staff", "necessary": True}],
        not_suitable_when={"en": "Nobody sings"},
    )
    item = thing.current.record["requirements"][0]["id"]

    before = page(client, "fit", thing.key)
    after = page(client, "fit", thing.key, have=item, themes="music")

    assert "You have ticked that you have this." not in before
    assert f'value="{item}" checked' in after
    assert "You have ticked that you have this." in after
    assert "This is not our case:" in after


@pytest.mark.parametrize("status", ["withdrawn"])
def test_a_withdrawn_practice_is_not_weighed(client, status):
    thing = practice(status=status)

    assert client.get(reverse("adoption:fit", args=[thing.key])).status_code == 404


def test_fit_of_gives_an_adopter_what_to_see_to():
    thing = practice(
        staff_fte=3,
        size_band="over_150k",
        requirements=[
            {"text": {"en": "An interpreter"}, "kind": "other", "necessary": True},
            {"text": {"en": "A brave principal"}, "kind": "staff", "necessary": True},
            {"text": {"en": "Flowers"}, "kind": "other", "necessary": False},
        ],
    )
    own = situation(staff_fte=Decimal(1), interpreters=False, size="under_5000")

    check = fit_of(own, thing.current)

    texts = weighing.words_of_items(thing.current)
    assert [finding.reason for finding in check.lacks] == [
        "Staff 3 FTE: you have 1.",
        "You have none: interpreters.",
    ]
    assert [str(texts.get(finding.item, finding.rule)) for finding in check.to_do] == [
        "staff",
        "An interpreter",
        "A brave principal",
    ]


# What others changed


def adapted(thing, words, size=""):
    organisation = OrganisationFactory()
    if size:
        situation(organisation, size=size)
    return AdaptationFactory(adoption=AdoptionFactory(practice=thing, organisation=organisation), text=text(words))


def test_what_adopters_of_our_size_changed_is_told(client):
    thing = practice()
    adapted(thing, "Shorter here", "under_5000")
    adapted(thing, "Longer there", "100000_")

    body = page(client, "fits-us", size="under_5000")

    assert "What adopters of your size changed" in body
    assert "Shorter here" in body
    assert "Longer there" not in body


def test_without_any_of_our_size_those_of_others_are_told_and_it_is_said(client):
    thing = practice()
    adapted(thing, "Longer there", "100000_")

    body = page(client, "fits-us", size="under_5000")

    assert "Longer there" in body
    assert "No adopter of your size has told of changes" in body


@pytest.mark.parametrize("hidden", ["closed", "removed", "ours"])
def test_what_is_not_open_is_not_told_and_ours_is_known_to_us(client, hidden):
    thing = practice()
    change = adapted(thing, "Secretly longer", "under_5000")
    if hidden == "closed":
        type(change.adoption).objects.filter(pk=change.adoption_id).update(is_open=False)
    elif hidden == "removed":
        type(change.adoption).objects.filter(pk=change.adoption_id).update(removed_at=change.adoption.created_at)
    else:
        client.force_login(worker(change.adoption.organisation))

    assert "Secretly longer" not in page(client, "fits-us", **({} if hidden == "ours" else {"size": "under_5000"}))


# The situation


def test_a_coordinator_describes_and_the_practice_page_answers(client):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation))
    thing = practice(staff_fte=0.5)
    address = reverse("adoption:situation", args=[organisation.code])

    answer = client.post(address, {"size": "under_5000", "staff_fte": "2,5", "premises": "yes", "volunteers": "no"})

    assert answer.status_code == 302
    kept = Situation.objects.get()
    assert kept.resources == {"staff_fte": 2.5, "premises": True, "volunteers": False}
    assert "Met" in page(client, "fits-us", organisation=organisation.code)
    body = client.get(thing.get_absolute_url()).content.decode()
    assert "Does it fit us?" in body
    assert "Nothing necessary is known to be missing" in body


def test_a_visitor_finds_the_way_from_the_practice(client):
    thing = practice()

    body = client.get(thing.get_absolute_url()).content.decode()

    assert reverse("adoption:fit", args=[thing.key]) in body
    assert "Weigh it against your situation" in body


def test_autosave_keeps_what_can_be_understood_and_says_so(client):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation))
    address, header = reverse("adoption:situation", args=[organisation.code]), {"X-Requested-With": "autosave"}

    good = client.post(address, {"money": "20 000"}, headers=header)
    bad = client.post(address, {"money": "20 000", "staff_fte": "two", "size": "under_5000"}, headers=header)

    assert (good.status_code, bad.status_code) == (204, 422)
    kept = Situation.objects.get()
    assert kept.resources == {"money": 20000.0}
    assert kept.size == "under_5000"


def test_saying_nothing_stores_nothing(client):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation))

    client.post(reverse("adoption:situation", args=[organisation.code]), {})

    assert not Situation.objects.exists()
    assert not AuditEvent.objects.filter(action="situation described").exists()


def test_everything_that_is_said_comes_back_in_the_form(client):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation))
    address = reverse("adoption:situation", args=[organisation.code])
    said = {
        "size": "under_5000",
        "area": "rural",
        "share_foreign_language": "4.5",
        "language_1": "uk",
        "language_2": "ar",
        "staff_fte": "0.5",
        "money": "8000",
        "premises": "yes",
        "volunteers": "no",
        "interpreters": "",
        "digital": "yes",
        "themes": ["music"],
        "groups": ["immigrant"],
        "phases": ["initial-phase"],
        "exists": ["sport"],
        "note": "Far from everything.",
        "source": "Statistics Finland 2025",
    }
    practice()  # its group and phase are known

    client.post(address, said)

    form = client.get(address).context["form"]
    assert {name: form[name].value() for name in said} == said
    assert situation_of(organisation).languages == ["uk", "ar"]


def test_two_editors_keep_what_only_one_changed_and_see_what_both_did():
    organisation = OrganisationFactory()
    first, second = worker(organisation), worker(organisation)
    own = situation(organisation, size="under_5000", staff_fte=Decimal(1))
    shown = marks_of(own)
    theirs = answers_of(own)
    describe_situation(organisation, answers={"size": "5000_19999"}, by=first, base=shown)

    kept = describe_situation(organisation, answers={**theirs, "staff_fte": Decimal(3)}, by=second, base=shown)
    assert (kept.size, kept.resources) == ("5000_19999", {"staff_fte": 3.0})

    with pytest.raises(EditConflict) as conflict:
        describe_situation(organisation, answers={"staff_fte": Decimal(9)}, by=first, base=shown)
    assert conflict.value.theirs == {"staff_fte": Decimal(3)}


def test_a_clash_shows_both_and_loses_nothing(client):
    organisation = OrganisationFactory()
    own = situation(organisation, staff_fte=Decimal(1))
    base = {f"_base-{name}": mark for name, mark in marks_of(own).items()}
    describe_situation(organisation, answers={"staff_fte": Decimal(3)}, by=worker(organisation))
    client.force_login(worker(organisation))

    answer = client.post(reverse("adoption:situation", args=[organisation.code]), {**base, "staff_fte": "9"})

    body = answer.content.decode()
    assert "Two of you changed the same answers" in body
    assert 'value="9"' in body
    assert Situation.objects.get().resources == {"staff_fte": 3.0}


def test_what_is_known_of_the_place_is_filled_in_and_marked(client):
    place = PlaceFactory()
    town = OrganisationFactory(place=place, type="municipality", en="Town of Alder", fi="Leppäkunta")
    situation(town, size="under_5000", area="rural", staff_fte=Decimal(9))
    school = OrganisationFactory(place=place)
    client.force_login(worker(school))

    body = page(client, "situation", school.code)

    form = client.get(reverse("adoption:situation", args=[school.code])).context["form"]
    assert (form["size"].value(), form["area"].value(), form["staff_fte"].value()) == ("under_5000", "rural", "")
    assert "Town of Alder" in body
    assert not Situation.objects.filter(organisation=school).exists()


def test_a_unit_borrows_the_situation_of_the_whole(client):
    whole = OrganisationFactory()
    unit = OrganisationFactory(parent=whole)
    situation(whole, themes=["music"])
    practice("Choir")
    client.force_login(worker(unit))

    assert order(client) == ["Choir"]


@pytest.mark.parametrize(("role", "status"), [(Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 200), (Role.MEMBER, 403)])
def test_who_may_describe(client, role, status):
    organisation = OrganisationFactory()
    client.force_login(worker(organisation, role))

    assert client.get(reverse("adoption:situation", args=[organisation.code])).status_code == status


def test_strangers_do_not_see_the_money(client):
    organisation = OrganisationFactory()
    situation(organisation, money=Decimal(12345), size="under_5000", source="Our own count")
    client.force_login(UserFactory())

    assert client.get(reverse("adoption:situation", args=[organisation.code])).status_code == 403
    assert "Our own count" not in client.get(organisation.get_absolute_url()).content.decode()


def test_colleagues_see_it_on_the_organisations_page(client):
    organisation = OrganisationFactory()
    situation(organisation, size="under_5000", source="Our own count")
    client.force_login(worker(organisation, Role.MEMBER))

    body = client.get(organisation.get_absolute_url()).content.decode()

    assert "Our own count" in body
    assert reverse("adoption:situation", args=[organisation.code]) not in body


# What it costs


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_the_number_of_practices(client, count):
    organisation = OrganisationFactory()
    situation(organisation, themes=["music"], size="under_5000")
    thing = practice("Choir 0")
    adapted(thing, "Shorter here", "under_5000")
    for number in range(1, count):
        practice(f"Choir {number}")
    client.force_login(worker(organisation))
    page(client, "fits-us")

    with CaptureQueriesContext(connection) as queries:
        body = page(client, "fits-us")

    assert body.count('class="fit-line"') == min(count, 10)
    assert len(queries) <= 10, [query["sql"][:90] for query in queries.captured_queries]


def test_a_version_is_read_once_and_again_when_its_texts_change():
    asks._read.clear()
    first = practice("First", requirements=[{"text": {"en": "An interpreter"}, "kind": "other", "necessary": True}])
    assert [one.version for one in asks.asks_of_all()] == [first.current_id]
    known = asks._read[first.current_id][1]

    second = practice("Second")

    assert {one.version for one in asks.asks_of_all()} == {first.current_id, second.current_id}
    assert asks._read[first.current_id][1] is known
    translate(first.current, path="title", language="fi", text="Ensimmäinen", by=first.created_by)
    asks.asks_of_all()
    assert asks._read[first.current_id][1] is not known


def test_all_at_once_and_one_by_one_say_the_same():
    thing = practice(
        staff_fte=1,
        size_band="under_10k",
        materials=[{"title": {"en": "Guide"}, "languages": "fi, ar"}],
        requirements=[{"text": {"en": "An interpreter"}, "kind": "other", "necessary": False}],
    )

    version = Version.objects.select_related("practice").get(pk=thing.current_id)

    assert asks.asks_of_all() == [asks.asks_of(version)]


def test_us_from_the_database_and_from_the_address_are_the_same():
    kept = situation(size="under_5000", staff_fte=Decimal("0.5"), premises=True, volunteers=False, themes=["music"])

    stored = Us.of(kept)
    said = Us.said(
        {"size": "under_5000", "staff_fte": Decimal("0.5"), "premises": True, "volunteers": False, "themes": ["music"]}
    )

    assert (stored.size, stored.staff, stored.having, stored.lacking, stored.themes) == (
        said.size,
        said.staff,
        said.having,
        said.lacking,
        said.themes,
    )


@pytest.mark.parametrize(("status", "shown"), [("planned", True), ("in_use", False)])
def test_who_has_not_begun_yet_sees_what_to_see_to(client, status, shown):
    organisation = OrganisationFactory()
    situation(organisation, interpreters=False, staff_fte=Decimal(1))
    thing = practice(staff_fte=3, requirements=[{"text": {"en": "An interpreter"}, "kind": "other", "necessary": True}])
    adoption = AdoptionFactory(practice=thing, organisation=organisation, status=status)
    client.force_login(worker(organisation))

    body = client.get(reverse("adoption:write", args=[adoption.uuid])).content.decode()

    assert ("To see to before you begin" in body) is shown
    assert ("You have none: interpreters." in body) is shown
    assert ("Staff 3 FTE: you have 1." in body) is shown
