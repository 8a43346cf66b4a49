import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.grouping import actions
from kotokaari.innovation.grouping.standing import standing, theme_names
from kotokaari.innovation.logic.grouping import Group as Made
from kotokaari.innovation.logic.grouping import Person, group
from kotokaari.innovation.models import DayTheme, Group, NamedPair, Participant, Seat
from kotokaari.live.models import Act
from kotokaari.people.tests.factories import PlaceFactory, UserFactory
from kotokaari.rubrics.tests.factories import said

from .factories import DayFactory, ParticipantFactory, a_day, act, facilitator_of, fresh, ticket_of

pytestmark = pytest.mark.django_db


def a_day_of(many=9, *, themes=0, **more):
    """A day with people who are here, of three professions and three municipalities, in no groups yet."""
    day = a_day(people=0, groups=0, themes=themes or 1, **more)
    day.rounds.all().delete()
    places = [PlaceFactory() for _place in range(3)]
    wishes = list(day.themes.values_list("pk", flat=True))
    for number in range(many):
        ParticipantFactory(
            day=day,
            profession=("teacher", "nurse", "social worker")[number % 3],
            municipality=places[number // 3 % 3],
            wishes=wishes[number % len(wishes) :][:1] if themes else [],
        )
    return day


def sizes(round_):
    return sorted(one.seats.count() for one in round_.groups.all())


def where(round_, one):
    return Seat.objects.get(group__round=round_, participant=one).group


def test_groups_are_even_mixed_and_proven_best():
    day = a_day_of(9)

    round_ = actions.make_groups(day, groups=3, only_here=True, by=None)

    assert sizes(round_) == [3, 3, 3]
    assert round_.result["status"] == "optimal"
    figures = standing(round_, theme_names(day)).figures()
    assert (figures["profession"], figures["municipality"]) == (100, 100)


def test_only_those_who_come_get_a_seat():
    day = a_day_of(6)
    one, other = day.participants.all()[:2]
    Participant.objects.filter(pk=one.pk).update(state="signed_up")
    Participant.objects.filter(pk=other.pk).update(state="withdrawn")

    assert sum(sizes(actions.make_groups(day, groups=2, only_here=True, by=None))) == 4
    assert sum(sizes(actions.make_groups(day, groups=2, only_here=False, by=None))) == 5


def test_wishes_are_honoured_where_each_group_has_its_theme():
    day = a_day_of(6, themes=2, working="own")

    round_ = actions.make_groups(day, groups=2, only_here=True, by=None)

    assert {one.theme_id for one in round_.groups.all()} == set(day.themes.values_list("pk", flat=True))
    assert standing(round_, theme_names(day)).figures()["wishes"]["first"] == 6


def test_too_few_people_and_pairs_that_contradict_each_other_say_so():
    day = a_day_of(4)
    with pytest.raises(DomainError, match="5"):
        actions.make_groups(day, groups=5, only_here=True, by=None)

    one, other = day.participants.all()[:2]
    NamedPair.objects.create(day=day, one=one, other=other, is_together=True)
    NamedPair.objects.create(day=day, one=one, other=other, is_together=False)
    with pytest.raises(actions.Impossible) as refusal:
        actions.make_groups(day, groups=2, only_here=True, by=None)
    assert any(one.name in sentence for sentence in refusal.value.reasons)


def test_two_facilitators_do_not_undo_each_others_work():
    day = a_day_of(6)
    round_ = actions.make_groups(day, groups=2, only_here=True, by=None)
    one = day.participants.first()
    to = round_.groups.exclude(pk=where(round_, one).pk).get()
    seen = round_.revision

    actions.move(round_, participant=one.pk, to=to.pk, by=facilitator_of(day), revision=seen)

    for refused in (
        lambda: actions.move(round_, participant=one.pk, to=to.pk, by=facilitator_of(day), revision=seen),
        lambda: actions.make_groups(day, groups=2, only_here=True, by=None, revision=seen),
        lambda: actions.announce(fresh(round_), by=facilitator_of(day), revision=seen),
    ):
        with pytest.raises(DomainError):
            refused()
    assert where(round_, one) == to


def test_a_move_by_hand_is_fixed_counted_and_undone():
    day = a_day_of(6)
    round_ = actions.make_groups(day, groups=2, only_here=True, by=None)
    by, one = facilitator_of(day), day.participants.first()
    home = where(round_, one)
    to = round_.groups.exclude(pk=home.pk).get()

    round_ = actions.move(round_, participant=one.pk, to=to.pk, by=by, revision=round_.revision)
    assert Seat.objects.get(participant=one).is_fixed
    assert round_.result["by_hand"] == 1
    round_ = actions.undo_move(round_, by=by, revision=round_.revision)
    assert where(round_, one) == home
    assert not Seat.objects.get(participant=one).is_fixed
    with pytest.raises(DomainError):
        actions.undo_move(round_, by=by, revision=round_.revision)


def test_whoever_is_fixed_stays_when_groups_are_made_again():
    day = a_day_of(9)
    round_ = actions.make_groups(day, groups=3, only_here=True, by=None)
    by, one = facilitator_of(day), day.participants.first()
    number = where(round_, one).number
    to = round_.groups.exclude(number=number).first()
    round_ = actions.move(round_, participant=one.pk, to=to.pk, by=by, revision=round_.revision)

    again = actions.make_groups(day, groups=3, only_here=True, by=by, revision=round_.revision)

    assert again.pk == round_.pk
    assert where(again, one).number == to.number
    assert sizes(again) == [3, 3, 3]


def test_somebody_fixed_moves_only_when_there_is_no_other_way():
    people = [Person(number) for number in range(4)]
    stands = [Made(None, None, (0, 1, 2)), Made(None, None, (3,))]

    result = group(people, 2, standing=stands, fixed=[0, 1])

    assert result.place[0] == result.place[1] == 0
    assert result.place[2] == 1


def test_no_shows_move_few_and_the_change_is_seen_before_it_is_taken():
    day = a_day_of(9)
    round_ = actions.make_groups(day, groups=3, only_here=True, by=None)
    by = facilitator_of(day)
    group_of = round_.groups.first()
    gone = [seat.participant_id for seat in group_of.seats.all()[:2]]
    Participant.objects.filter(pk__in=gone).update(state="absent")
    new = ParticipantFactory(day=day)
    before = dict(Seat.objects.filter(group__round=round_).values_list("participant", "group"))

    round_ = actions.propose(round_, only_here=True, by=by, revision=round_.revision)
    assert dict(Seat.objects.filter(group__round=round_).values_list("participant", "group")) == before
    found = actions.difference(standing(round_, []))
    assert sorted(pk for pk, _group in found["gone"]) == sorted(gone)
    assert [pk for pk, _group in found["new"]] == [new.pk]
    assert found["moves"] == []

    round_ = actions.take_proposal(round_, by=by, revision=round_.revision)
    assert sizes(round_) == [2, 3, 3]
    assert "proposal" not in fresh(round_).result
    with pytest.raises(DomainError):
        actions.take_proposal(round_, by=by, revision=round_.revision)


def test_a_second_round_has_others_meet():
    day = a_day_of(9)
    first = actions.make_groups(day, groups=3, only_here=True, by=None)
    by = facilitator_of(day)
    actions.announce(first, by=by, revision=first.revision)

    second = actions.make_groups(day, groups=3, only_here=True, by=by, anew=True, revision=fresh(first).revision)

    assert second.number == 2
    assert standing(second, []).figures()["again"] == 0
    assert fresh(first).groups.count() == 3


def test_announced_groups_are_told_to_phones_without_names_and_to_ones_own_group_with_them():
    day = a_day_of(6)
    round_ = actions.make_groups(day, groups=2, only_here=True, by=None)
    actions.announce(round_, by=facilitator_of(day), revision=round_.revision)
    one = day.participants.first()

    event = Act.objects.get(channel=day.channel).event
    assert [told["size"] for told in event["groups"]] == [3, 3]
    assert not any(person.name in str(event) for person in day.participants.all())
    state = Telling(day, ticket_of(day, one)).state()
    mates = {seat.participant.name for seat in where(round_, one).seats.all()}
    assert set(state["me"]["group"]["members"]) == mates
    assert "members" not in state["groups"][0]
    staff = Telling(day, ticket_of(day)).state()
    assert sum(len(told["members"]) for told in staff["groups"]) == 6


def test_groups_that_are_not_announced_are_told_to_nobody():
    day = a_day_of(6)
    actions.make_groups(day, groups=2, only_here=True, by=None)

    state = Telling(day, ticket_of(day, day.participants.first())).state()

    assert (state["groups"], state["me"]["group"]) == ([], None)
    assert act(day, day.participants.first(), "announce_groups").refused == "not_yours"


def test_the_page_makes_moves_proposes_and_announces(client):
    day = a_day_of(6, themes=2, working="own")
    client.force_login(facilitator_of(day))
    page, change = reverse("innovation:groups", args=[day.key]), reverse("innovation:groups-change", args=[day.key])
    assert client.get(page).status_code == 200

    client.post(reverse("innovation:groups-make", args=[day.key]), {"groups": 2, "only_here": "1"})
    round_ = day.rounds.get()
    one = day.participants.first()
    to = round_.groups.exclude(pk=where(round_, one).pk).get()
    text = client.get(page, {"participant": one.pk, "to": to.pk}).content.decode()
    assert "100 %" in text
    assert 'value="move"' in text

    def do(what, **more):
        return client.post(change, {"do": what, "revision": fresh(round_).revision, "round": 1, **more})

    do("move", participant=one.pk, to=to.pk)
    assert where(round_, one) == to
    assert 'id="why"' in client.get(page).content.decode()
    do("undo")
    assert where(round_, one) != to
    do("names", **{f"name-{to.pk}": "Kemi", f"table-{to.pk}": "5"})
    assert fresh(to).table == "5"
    do("propose", only_here="1")
    assert 'value="take"' in client.get(page).content.decode()
    do("drop")
    do("announce")
    assert fresh(round_).announced_at is not None
    for cards in ("", "?cards=1"):
        printed = client.get(reverse("innovation:groups-print", args=[day.key]) + cards).content.decode()
        assert one.name in printed


def test_the_page_says_what_cannot_be_had(client):
    day = a_day_of(4)
    client.force_login(facilitator_of(day))
    one, other = day.participants.all()[:2]
    pair = reverse("innovation:groups-pair", args=[day.key])
    client.post(pair, {"one": one.pk, "other": other.pk, "is_together": "yes"})
    assert day.pairs.get().is_together
    NamedPair.objects.create(day=day, one=other, other=one, is_together=False)

    response = client.post(reverse("innovation:groups-make", args=[day.key]), {"groups": 2})

    assert not day.rounds.exists()
    assert other.name in response.content.decode()
    client.post(pair, {"forget": day.pairs.first().pk})
    assert day.pairs.count() == 1


def test_strangers_find_no_groups(client):
    day = a_day_of(4, state="draft")
    client.force_login(UserFactory())

    assert client.get(reverse("innovation:groups", args=[day.key])).status_code == 404
    assert client.post(reverse("innovation:groups-change", args=[day.key]), {"do": "announce"}).status_code == 404


@pytest.mark.parametrize("count", [4, 24])
def test_the_page_of_groups_costs_the_same_however_many_come(client, django_assert_num_queries, count):
    day = DayFactory()
    facilitator = UserFactory()
    day.people.create(user=facilitator)
    DayTheme.objects.create(day=day, name=said("Theme"))
    places = [PlaceFactory() for _place in range(3)]
    round_ = day.rounds.create(number=1, result={"status": "optimal"})
    groups = [Group.objects.create(round=round_, number=number) for number in range(1, count // 2 + 1)]
    for number in range(count):
        one = ParticipantFactory(day=day, municipality=places[number % 3])
        Seat.objects.create(group=groups[number % len(groups)], participant=one)
    client.force_login(facilitator)
    address = reverse("innovation:groups", args=[day.key])
    client.get(address)

    with django_assert_num_queries(15):
        client.get(address)


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "2.3.2026 9.05"), ("sv", "2.3.2026 9.05"), ("en", "2 March 2026 9:05")]
)
def test_when_groups_were_announced_is_said_in_the_readers_language(client, language, words):
    day = a_day()
    day.rounds.update(announced_at=datetime.datetime(2026, 3, 2, 7, 5, tzinfo=datetime.UTC))
    client.force_login(facilitator_of(day))
    with translation.override(language):
        page = client.get(reverse("innovation:groups", args=[day.key])).content.decode()

    assert f">{words}</time>" in page
