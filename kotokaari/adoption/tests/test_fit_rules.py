"""The rules of «fits us»: what is met, unknown and missing, and that nothing is guessed."""

import dataclasses

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kotokaari.adoption.fit import rules
from kotokaari.adoption.fit.asks import COST_LIMITS, Asks, Item, item_of, material_languages, named_in, yearly_cost
from kotokaari.adoption.fit.rules import State, User, findings
from kotokaari.adoption.fit.situations import HAVING, Us
from kotokaari.adoption.fit.weighing import Check, Tally
from kotokaari.adoption.models import Situation
from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import TranslatedText

MET, UNKNOWN, MISSING = State.MET, State.UNKNOWN, State.MISSING


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def words(finding):
    return (finding.state, finding.reason)


# Numbers


@pytest.mark.parametrize(
    ("needed", "have", "expected"),
    [
        (0.5, 2, (MET, "Staff 0.5 FTE: you have 2.")),
        (2, 2, (MET, "Staff 2 FTE: you have 2.")),
        (2, 0, (MISSING, "Staff 2 FTE: you have 0.")),
        (0.5, None, (UNKNOWN, "Staff 0.5 FTE: you have not said what you have.")),
        (None, 2, (UNKNOWN, "how much staff it takes")),
    ],
)
def test_staff(needed, have, expected):
    assert words(rules.staff(Us(staff=have), Asks(staff=needed), ())) == expected


@pytest.mark.parametrize(
    ("asks", "have", "state"),
    [
        (Asks(cost=30_000), 30_000, MET),
        (Asks(cost=30_000), 29_999, MISSING),
        (Asks(cost=30_000, cost_band=1), 10, MISSING),  # the sum says more than the band
        (Asks(cost_band=1), None, MET),  # asks for nothing
        (Asks(cost_band=2), 10_000, MET),
        (Asks(cost_band=2), 9_000, UNKNOWN),  # somewhere under ten thousand
        (Asks(cost_band=3), 9_000, MISSING),
        (Asks(cost_band=3), 20_000, UNKNOWN),
        (Asks(cost_band=5), 900_000, UNKNOWN),
        (Asks(cost_band=3), None, UNKNOWN),
        (Asks(), 20_000, UNKNOWN),
    ],
)
def test_money(asks, have, state):
    assert rules.money(Us(money=have), asks, ()).state is state


def test_money_in_words():
    finding = rules.money(Us(money=20_000), Asks(cost=30_000), ())

    assert finding.reason == "Cost: 30,000\u00a0€ a year. You have 20,000\u00a0€."


@given(st.sampled_from(sorted(COST_LIMITS)), st.floats(0, 1e7), st.floats(0, 1e7))
def test_more_money_never_fits_worse(band, less, more):
    order = [MISSING, UNKNOWN, MET]
    less, more = sorted((less, more))

    states = [rules.money(Us(money=sum_), Asks(cost_band=band), ()).state for sum_ in (less, more)]

    assert order.index(states[0]) <= order.index(states[1])


# Surroundings


@pytest.mark.parametrize(
    ("own", "band", "state"),
    [
        ("under_5000", "under_10k", MET),
        ("5000_19999", "under_10k", MET),
        ("5000_19999", "10k_50k", MET),
        ("under_5000", "10k_50k", MISSING),
        ("100000_", "over_150k", MET),
        ("50000_99999", "over_150k", MISSING),
        ("", "over_150k", UNKNOWN),
        ("under_5000", "", UNKNOWN),
    ],
)
def test_size(own, band, state):
    finding = rules.size(Us(size=own), Asks(size_band=band), ())

    assert finding.state is state
    assert not finding.necessary


def test_somebody_of_our_size_uses_it_whatever_size_it_came_from():
    users = (User(7, "under_5000", "rural"),)

    assert words(rules.size(Us(size="under_5000"), Asks(size_band="over_150k"), users)) == (
        MET,
        "Used by an organisation of your size: Under 5,000 people.",
    )
    assert rules.area(Us(area="rural"), Asks(area_type="urban"), users).state is MET


def test_our_own_use_is_no_proof_for_us():
    users = (User(7, "under_5000", "rural"),)

    assert rules.size(Us(size="under_5000", organisation=7), Asks(size_band="over_150k"), users).state is MISSING
    assert rules.area(Us(area="rural", organisation=7), Asks(area_type="urban"), users).state is MISSING


@pytest.mark.parametrize(
    ("own", "kind", "state"),
    [
        ("rural", "rural", MET),
        ("rural", "mixed", MET),
        ("rural", "urban", MISSING),
        ("", "urban", UNKNOWN),
        ("rural", "", UNKNOWN),
    ],
)
def test_area(own, kind, state):
    assert rules.area(Us(area=own), Asks(area_type=kind), ()).state is state


def test_every_size_and_band_that_can_be_said_is_known_to_the_rules():
    assert set(rules.PEOPLE_OF_SIZE) == set(Situation.Size.values)
    assert set(rules.PEOPLE_OF_BAND) == {value for value, _label in RECORD_FIELDS["size_band"].choices}
    assert set(COST_LIMITS) == {value for value, _label in RECORD_FIELDS["cost_band"].choices}


@pytest.mark.django_db
def test_country_languages_and_needs():
    asks = Asks(
        countries=frozenset({"fi"}),
        languages=frozenset({"ar", "so"}),
        themes=frozenset({"music"}),
        answers=frozenset({"music", "arts"}),
    )

    assert rules.country(Us(country="fi"), asks, ()).state is MET
    assert rules.country(Us(country="de"), asks, ()).state is MISSING
    assert words(rules.languages(Us(languages=("ru", "ar")), asks, ())) == (MET, "Materials in your languages: Arabic.")
    assert rules.languages(Us(languages=("ru",)), asks, ()).state is MISSING
    assert rules.themes(Us(themes=frozenset({"arts"})), asks, ()).state is MET
    assert rules.themes(Us(themes=frozenset({"sport"})), asks, ()).state is MISSING
    assert rules.themes(Us(), asks, ()).state is UNKNOWN


# The checklist


def requirement(kind="other", necessary=True, **texts):
    source = next(iter(texts))
    translations = {language: text for language, text in texts.items() if language != source}
    text = TranslatedText.of(source, texts[source], **translations)
    return item_of({"id": "abcdef", "text": text.to_json(), "kind": kind, "necessary": necessary})


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Tulkki saatavilla muutamassa päivässä", "fi", {"interpreters"}),
        ("Harjoitustiloja soittimille", "fi", {"premises"}),
        ("Vapaaehtoisten vetäjien ryhmä", "fi", {"volunteers"}),
        ("Tilanne on selvä ja tilasto tehty", "fi", set()),
        ("En tillgänglig lokal", "sv", {"premises"}),
        ("Two volunteer leaders", "en", {"volunteers"}),
        ("Interpreters are at hand", "en", {"interpreters"}),
        ("Works without an interpreter", "en", set()),
        ("Ei tarvita tulkkia", "fi", set()),
        ("Un interprète", "fr", set()),
    ],
)
def test_only_what_plainly_names_a_thing_is_read(text, language, expected):
    assert named_in(text, language) == expected


def test_languages_must_agree_before_a_rule_reads():
    willing = requirement(
        "staff", fi="Vähintään yksi vapaaehtoinen luokanopettaja", en="At least one willing class teacher"
    )

    assert willing.reads == ()


def test_money_for_a_thing_is_not_the_thing():
    assert requirement("money", en="Money for interpreters").reads == ()
    assert requirement("partner", en="An organisation that trains volunteers").reads == ()


INTERPRETER = Item("abcdef", ("interpreters",))


@pytest.mark.parametrize(
    ("us", "item", "state", "asked"),
    [
        (Us(having=frozenset({"interpreters"})), INTERPRETER, MET, False),
        (Us(lacking=frozenset({"interpreters"})), INTERPRETER, MISSING, False),
        (Us(), INTERPRETER, UNKNOWN, True),
        (Us(), Item("abcdef"), UNKNOWN, True),
        (Us(ticked=frozenset({"abcdef"})), Item("abcdef"), MET, False),
        (Us(lacking=frozenset({"interpreters"}), ticked=frozenset({"abcdef"})), INTERPRETER, MET, False),
        # A choice: one is enough, and none of those we can read proves nothing.
        (Us(having=frozenset({"digital"})), Item("abcdef", ("digital", "premises"), any_of=True), MET, False),
        (Us(lacking=frozenset({"interpreters"})), Item("abcdef", ("interpreters",), any_of=True), UNKNOWN, True),
        # More than one thing: having one is not having all, lacking one is lacking.
        (Us(having=frozenset({"premises"})), Item("abcdef", ("premises",), more=True), UNKNOWN, True),
        (Us(lacking=frozenset({"premises"})), Item("abcdef", ("premises",), more=True), MISSING, False),
        (Us(having=frozenset({"premises"})), Item("abcdef", ("interpreters", "premises")), UNKNOWN, True),
    ],
)
def test_a_requirement(us, item, state, asked):
    finding = rules.requirement(us, item)

    assert (finding.state, finding.asked) == (state, asked)


def test_a_lack_is_said_in_words():
    assert (
        rules.requirement(Us(lacking=frozenset({"interpreters"})), INTERPRETER).reason == "You have none: interpreters."
    )


def test_what_must_be_in_place_is_for_people_to_judge():
    finding = rules.condition(Us(), "not_suitable_when")

    assert (finding.state, finding.asked) == (UNKNOWN, True)
    assert rules.condition(Us(ticked=frozenset({"not_suitable_when"})), "not_suitable_when").state is MET


# What is taken out of a record


def test_costs_of_a_year_are_added_and_others_left_out():
    costs = [
        {"kind": "yearly", "amount": 2000, "currency": "EUR"},
        {"kind": "yearly", "amount": 4500},
        {"kind": "set_up", "amount": 9000, "currency": "EUR"},
        {"kind": "yearly", "amount": 7000, "currency": "SEK"},
    ]

    assert yearly_cost(costs) == 6500
    assert yearly_cost(costs[2:]) is None


def test_languages_of_materials_are_codes():
    assert material_languages([{"languages": "fi, AR"}, {"languages": ""}, {"languages": "suomi ja ruotsi"}]) == {
        "fi",
        "ar",
    }


# All rules together

codes = st.frozensets(st.sampled_from(["a", "b", "c"]))
situations = st.builds(
    Us,
    size=st.sampled_from(["", *Situation.Size.values]),
    area=st.sampled_from(["", *Situation.Area.values]),
    country=st.sampled_from(["", "fi", "de"]),
    languages=st.lists(st.sampled_from(["ar", "so"]), max_size=2, unique=True).map(tuple),
    staff=st.none() | st.floats(0, 20),
    money=st.none() | st.floats(0, 500_000),
    having=st.frozensets(st.sampled_from(HAVING[:2])),
    lacking=st.frozensets(st.sampled_from(HAVING[2:])),
    themes=codes,
    groups=codes,
    phases=codes,
)
items = st.builds(
    Item,
    st.text("abcdef", min_size=6, max_size=6),
    st.lists(st.sampled_from(HAVING), max_size=2, unique=True).map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
practices = st.builds(
    Asks,
    size_band=st.sampled_from(["", *rules.PEOPLE_OF_BAND]),
    area_type=st.sampled_from(["", "urban", "mixed"]),
    staff=st.none() | st.floats(0, 20),
    cost=st.none() | st.floats(1, 500_000),
    cost_band=st.none() | st.integers(1, 5),
    languages=st.frozensets(st.sampled_from(["ar", "so"])),
    themes=codes,
    groups=codes,
    phases=codes,
    answers=codes,
    countries=st.frozensets(st.sampled_from(["fi", "de"])),
    items=st.lists(items, max_size=3).map(tuple),
    conditions=st.sampled_from([(), ("preconditions",)]),
)


@given(practices)
def test_of_those_who_say_nothing_nothing_is_missing(asks):
    found = findings(Us(), asks, ())

    assert {finding.state for finding in found if finding.rule != "money"} <= {UNKNOWN}
    assert all(finding.state is not MISSING for finding in found)


@given(situations)
def test_of_a_practice_that_says_nothing_nothing_is_known(us):
    assert all(finding.silent and finding.state is UNKNOWN for finding in findings(us, Asks(), ()))


@given(situations, practices)
def test_the_share_is_of_what_is_known(us, asks):
    check = Check(us, asks, tuple(findings(us, asks, ())))

    parts = [check.met, check.missing, check.unknown, check.asked, check.silent]
    assert sum(len(part) for part in parts) == len(check.findings)
    assert 0 <= check.share <= 1
    assert check.known == len(check.met) + len(check.missing)
    assert check.rank[0] == any(finding.necessary for finding in check.missing)


@given(situations, practices)
def test_ticking_never_takes_anything_away(us, asks):
    ticked = dataclasses.replace(us, ticked=frozenset(item.id for item in asks.items))

    before, after = (Check(one, asks, tuple(findings(one, asks, ()))) for one in (us, ticked))

    assert len(after.met) >= len(before.met)
    assert len(after.missing) <= len(before.missing)


users_of = st.lists(
    st.builds(User, st.integers(1, 3), st.sampled_from(["", "under_5000"]), st.sampled_from(["", "rural"])), max_size=2
).map(tuple)


@given(situations, st.lists(st.tuples(practices, users_of), max_size=6))
def test_ranking_many_says_the_same_as_weighing_each(us, many):
    tally = Tally(us)

    assert [tally.rank(asks, users) for asks, users in many] == [
        Check(us, asks, tuple(findings(us, asks, users)), users).rank for asks, users in many
    ]
