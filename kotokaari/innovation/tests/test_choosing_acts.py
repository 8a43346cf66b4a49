"""Choosing: who may, how it is counted, and that nothing leads from a ballot to a person."""

import json
from uuid import uuid4

import pytest
from django.apps import apps

from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.logic import counting
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Ballot, Chosen, Day, Group, Idea, Weight
from kotokaari.live.models import Act
from kotokaari.live.recording import since

from .factories import a_day, act, fresh, ticket_of

pytestmark = pytest.mark.django_db


def ideas(day, *texts, theme=0):
    found = []
    for text in texts:
        number = day.ideas.count() + 1
        found.append(
            Idea.objects.create(day=day, number=number, theme=day.themes.all()[theme], text=text, seq=0).number
        )
    return found


def choosing_day(way="dots", people=6, many=4, **more):
    day = a_day(phase="choose", people=people, choosing=way, **more)
    day.phases.filter(kind="choose").update(is_secret=True)
    ideas(day, *(f"Idea {number}" for number in range(many)))
    return day, day.themes.first(), list(day.participants.order_by("pk"))


def close(day, kind="choose"):
    return act(day, None, "close_phase", phase=str(day.phases.get(kind=kind).pk))


def opened(day, kind="choose"):
    return act(day, None, "open_phase", phase=str(day.phases.get(kind=kind).pk))


def state(day, who=None):
    return Telling(fresh(day), ticket_of(day, who)).state()


def chosen(day, **where):
    rows = Chosen.objects.filter(day=day, **where).order_by("place", "idea__number")
    return [(row.idea.number, row.place, row.points) for row in rows]


def test_dots_are_counted_when_the_phase_closes_and_the_best_two_are_in():
    day, theme, people = choosing_day()

    for person in people[:5]:
        assert act(day, person, "choose", theme=str(theme.pk), dots_1="2", dots_2="1", dots_3="").seq
    act(day, people[5], "choose", theme=str(theme.pk), dots_3="3")
    assert not Chosen.objects.exists()
    close(day)

    assert chosen(day) == [(1, 1, 10.0), (2, 2, 5.0)]
    [result] = state(day, people[0])["choosing"]["results"]
    assert result["ballots"] == 6
    assert result["points"] == {"1": 10.0, "2": 5.0, "3": 3.0}
    assert Idea.objects.filter(state="standing").count() == 4  # the rest stays


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"dots_1": "4"}, "too_many_dots"),
        ({"dots_1": "2", "dots_2": "2"}, "too_many_dots"),
        ({"dots_1": "-1"}, "dots"),
        ({"dots_1": "1.5"}, "dots"),
        ({"dots_99": "1"}, "no_idea"),
        ({"dots_x": "1"}, "no_idea"),
    ],
)
def test_nobody_gives_more_dots_than_she_has_nor_to_what_is_not_there(fields, code):
    day, theme, people = choosing_day()

    assert act(day, people[0], "choose", theme=str(theme.pk), **fields).refused == code
    assert not Ballot.objects.exists()


def test_choosing_again_takes_the_first_choice_s_place_and_an_empty_one_takes_it_back():
    day, theme, people = choosing_day()

    act(day, people[0], "choose", theme=str(theme.pk), dots_1="3")
    receipt = act(day, people[0], "choose", theme=str(theme.pk), dots_2="3")
    assert Ballot.objects.get().choice == {"2": 3}
    assert receipt.mine == {"ballot": {"theme": theme.pk, "choice": {"2": 3}}}
    assert state(day, people[0])["my_ballots"] == {str(theme.pk): {"2": 3}}
    assert state(day, people[1])["my_ballots"] == {}

    act(day, people[0], "choose", theme=str(theme.pk), dots_2="0")
    assert not Ballot.objects.exists()


def test_the_same_ballot_sent_twice_is_one():
    day, theme, people = choosing_day()
    op = uuid4()

    first = act(day, people[0], "choose", op, theme=str(theme.pk), dots_1="3")
    again = act(day, people[0], "choose", op, theme=str(theme.pk), dots_1="3")

    assert first.seq == again.seq
    assert Ballot.objects.count() == 1


def test_rankings_are_counted_by_borda():
    day, theme, people = choosing_day("ranking", many=3)

    assert act(day, people[0], "choose", theme=str(theme.pk), rank_2="1", rank_1="1").refused == "same_place"
    assert act(day, people[0], "choose", theme=str(theme.pk), rank_2="9").refused == "rank"
    act(day, people[0], "choose", theme=str(theme.pk), rank_1="2", rank_2="1", rank_3="3")
    act(day, people[1], "choose", theme=str(theme.pk), rank_2="1", rank_1="2")
    act(day, people[2], "choose", theme=str(theme.pk), rank_3="1")
    close(day)

    # 2 + 2 + 0.5, 1 + 1 + 0.5, 0 + 0 + 2
    assert chosen(day) == [(2, 1, 4.5), (1, 2, 2.5)]


def test_pairs_are_counted_by_copeland():
    day, theme, people = choosing_day("pairs", many=3)

    for person in people[:2]:
        act(day, person, "choose", theme=str(theme.pk), pair_1_2="2", pair_1_3="1", pair_2_3="2")
    act(day, people[2], "choose", theme=str(theme.pk), pair_1_2="1", pair_1_3="", pair_2_3="")
    assert act(day, people[3], "choose", theme=str(theme.pk), pair_1_2="3").refused == "no_idea"
    close(day)

    assert chosen(day) == [(2, 1, 2.0), (1, 2, 1.0)]


def test_counting_by_hand():
    assert counting.by_ranking([[1, 2, 3], [2]], [1, 2, 3]) == {1: 2.5, 2: 3.0, 3: 0.5}
    assert counting.by_pairs([[(1, 2)], [(2, 1)], [(3, 1)]], [1, 2, 3]) == {1: 0.5, 2: 1.0, 3: 1.5}
    assert counting.settle({1: 3, 2: 3, 3: 1}, 2) == counting.Result({1: 1, 2: 1}, (), 0)
    assert counting.settle({1: 3, 2: 1, 3: 1}, 2) == counting.Result({1: 1}, (2, 3), 1)
    assert counting.settle({1: 3, 2: 0}, 2) == counting.Result({1: 1}, (), 0)


def test_a_tie_is_told_and_decided_by_who_runs_the_day_with_a_reason():
    day, theme, people = choosing_day()
    for person, idea in zip(people[:5], (1, 1, 2, 3, 1), strict=True):
        act(day, person, "choose", theme=str(theme.pk), **{f"dots_{idea}": "1"})
    close(day)
    assert chosen(day) == [(1, 1, 3.0)]
    assert state(day)["choosing"]["results"][0]["tied"] == [2, 3]

    where = {"theme": str(theme.pk), "group": ""}
    assert act(day, people[0], "decide_tie", **where, ideas=["2"], reason="Because").refused == "not_yours"
    assert act(day, None, "decide_tie", **where, ideas=["2"], reason=" ").refused == "reason"
    assert act(day, None, "decide_tie", **where, ideas=["2", "3"], reason="Both").refused == "how_many"
    assert act(day, None, "decide_tie", **where, ideas=["4"], reason="That").refused == "no_idea"
    assert act(day, None, "decide_tie", **where, ideas=["3"], reason="Fewest do it today").seq

    assert chosen(day) == [(1, 1, 3.0), (3, 2, 1.0)]
    assert Chosen.objects.get(place=2).reason == "Fewest do it today"
    result = state(day, people[0])["choosing"]["results"][0]
    assert (result["tied"], result["places"][1]["reason"]) == ([], "Fewest do it today")
    assert act(day, None, "decide_tie", **where, ideas=["2"], reason="No").refused == "no_tie"


def test_where_groups_have_themes_each_chooses_for_its_own():
    day, theme, people = choosing_day(working=Day.Working.OWN)
    other = day.themes.last()
    ideas(day, "Far idea", theme=1)
    for group, own in zip(Group.objects.order_by("number"), (theme, other), strict=True):
        Group.objects.filter(pk=group.pk).update(theme=own)
    first, second = people[0], people[1]  # seated in turn

    assert act(day, first, "choose", theme=str(other.pk), dots_5="1").refused == "not_your_theme"
    act(day, first, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    act(day, second, "choose", theme=str(other.pk), dots_5="3")
    close(day)

    groups = list(Group.objects.order_by("number"))
    assert [row[0] for row in chosen(day, group=groups[0])] == [1, 2]
    assert [row[0] for row in chosen(day, group=groups[1])] == [5]


def test_those_who_run_the_day_do_not_vote():
    day, theme, _people = choosing_day()

    assert act(day, None, "choose", theme=str(theme.pk), dots_1="1").refused == "not_yours"


def test_before_the_phase_nothing_is_chosen_and_after_it_a_vote_is_flagged_and_counts_no_more():
    day = a_day(phase="ideas")
    [number] = ideas(day, "One")
    theme, person = day.themes.first(), day.participants.first()
    assert act(day, person, "choose", theme=str(theme.pk), dots_1="1").refused == "not_yet"

    opened(day)
    act(day, person, "choose", theme=str(theme.pk), dots_1="1")
    close(day)
    late = act(day, person, "choose", theme=str(theme.pk), dots_1="3")

    assert late.is_late
    assert late.mine["counted"] is False
    assert Ballot.objects.count() == 1
    assert chosen(day) == [(number, 1, 1.0)]
    last = Act.objects.order_by("-seq").first()
    assert (last.is_late, last.payload, last.author) == (True, {}, "")


def test_a_phase_opened_again_is_a_new_choice_where_somebody_chooses_anew():
    day, theme, people = choosing_day()
    other = day.themes.last()
    ideas(day, "Far idea", theme=1)
    act(day, people[0], "choose", theme=str(theme.pk), dots_1="3")
    act(day, people[0], "choose", theme=str(other.pk), dots_5="3")
    close(day)

    opened(day)
    assert state(day, people[0])["my_ballots"] == {}
    act(day, people[0], "choose", theme=str(theme.pk), dots_2="3")
    close(day)

    assert chosen(day, theme=theme) == [(2, 1, 3.0)]
    assert chosen(day, theme=other) == [(5, 1, 3.0)]
    assert Ballot.objects.filter(theme=theme).count() == 1


def test_of_few_ballots_the_points_are_not_told():
    day, theme, people = choosing_day()
    for person in people[:4]:
        act(day, person, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    close(day)

    assert state(day)["choosing"]["results"][0]["points"] == {}


def everything_kept(day):
    """Every row of every table but those of people, as text; the log, and what everybody may know."""
    people = {"innovation.participant", "innovation.seat", "innovation.dayperson", "people.user"}
    rows = [
        json.dumps(list(model._default_manager.values()), default=str)
        for model in apps.get_models()
        if model._meta.label_lower not in people and model._meta.app_label in ("innovation", "live")
    ]
    return "\n".join(rows)


def test_while_it_is_secret_and_after_nothing_leads_from_a_ballot_to_a_person():
    day, theme, people = choosing_day(people=6)
    receipts = [act(day, person, "choose", theme=str(theme.pk), dots_1="3") for person in people]
    phase = day.phases.get(kind="choose")
    marks = {mark_of(person.key, phase) for person in people}
    day_marks = {mark_of(person.key, day) for person in people}

    # While it goes on: how many have chosen in each group, and nothing else. Results nowhere.
    events = json.dumps([told.as_data() for told in since(day.channel.uuid, 0)], default=str)
    states = json.dumps([state(day, who) for who in (*people[1:], None)], default=str)
    sent = json.dumps(
        [{k: v for k, v in receipt.as_data().items() if k != "mine"} for receipt in receipts], default=str
    )
    kept = everything_kept(day)
    for person in people:
        assert person.key not in kept + events + sent
        assert f'"{person.key}"' not in states
    for mark in marks | day_marks:
        assert mark not in events + states + sent
    assert not (day_marks & {act.author for act in Act.objects.all()})
    assert {act.author for act in Act.objects.filter(kind="choose")} == {""}
    assert {json.dumps(act.payload) for act in Act.objects.filter(kind="choose")} == {"{}"}
    assert {act.made_at for act in Act.objects.filter(kind="choose")} == {None}
    counted = Act.objects.filter(kind="choose").order_by("-seq").first().event
    assert sum(counted["voted"][str(theme.pk)].values()) == 6
    assert counted["results"] == []
    assert Ballot.objects.exclude(mark="").count() == 6

    close(day)

    # Afterwards: no mark, no secret to make one with, nobody's group, and no order in which they came.
    kept = everything_kept(day)
    assert bytes(fresh(phase).secret) == b""
    assert {mark_of(person.key, fresh(phase)) for person in people} == {""}
    assert set(Ballot.objects.values_list("mark", "group")) == {("", None)}
    assert not any(mark in kept for mark in marks)
    assert not any(person.key in kept for person in people)
    for who in people:
        assert state(day, who)["my_ballots"] == {}


def test_the_order_of_rows_tells_nothing_after_closing(monkeypatch):
    monkeypatch.setattr("random.SystemRandom.shuffle", lambda _self, rows: rows.reverse())
    day, theme, people = choosing_day()
    for person, idea in zip(people[:4], (1, 2, 3, 4), strict=True):
        act(day, person, "choose", theme=str(theme.pk), **{f"dots_{idea}": "1"})
    before = list(Ballot.objects.order_by("pk").values_list("pk", flat=True))
    close(day)

    assert [list(row.choice) for row in Ballot.objects.order_by("pk")] == [["4"], ["3"], ["2"], ["1"]]
    assert not Ballot.objects.filter(pk__in=before[:-4]).exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_state_of_a_choice_costs_the_same_however_many_chose(count, django_assert_num_queries):
    from kotokaari.innovation.acting import choosing

    day, theme, people = choosing_day(people=count)
    for person in people:
        act(day, person, "choose", theme=str(theme.pk), dots_1="1")

    telling = Telling(fresh(day), ticket_of(day, people[0]))
    with django_assert_num_queries(4):
        assert choosing.tell_choosing(telling)["voted"]
        assert choosing.tell_my_ballots(telling)


# Weighing


def weighing_day(people=12):
    day, theme, everybody = choosing_day(people=people)
    act(day, everybody[0], "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    opened(day, "weigh")
    return day, everybody


def test_chosen_ideas_are_weighed_and_cannot_say_is_not_zero():
    day, people = weighing_day()

    assert act(day, people[0], "weigh", idea="3", value="1").refused == "not_chosen"
    assert act(day, people[0], "weigh", idea="1", value="5").refused == "level"
    receipt = act(day, people[0], "weigh", idea="1", value="0", impact="none", feasibility="")

    assert receipt.mine == {"weight": {"idea": 1, "value": 0, "impact": None, "feasibility": None}}
    weight = Weight.objects.get()
    assert (weight.value, weight.impact, weight.feasibility) == (0, None, None)
    act(day, people[0], "weigh", idea="1", value="4", impact="2", feasibility="1")
    assert Weight.objects.get().value == 4
    assert state(day, people[0])["my_weights"] == {"1": {"value": 4, "impact": 2, "feasibility": 1}}
    assert state(day, people[1])["weighing"]["weighed"] == {"1": 1}
    assert state(day, people[1])["my_weights"] == {}


def test_when_weighing_closes_marks_go_and_small_professions_lose_their_name():
    day, people = weighing_day(people=13)
    for number, person in enumerate(people):
        person.profession = "teacher" if number < 7 else "nurse" if number < 12 else "priest"
        person.save()
        act(day, person, "weigh", idea="1", value=str(number % 5), impact="none", feasibility="3")
    marks = set(Weight.objects.values_list("mark", flat=True))
    close(day, "weigh")

    # One priest alone would be what is left when teachers and nurses are taken from all: nurses join.
    assert sorted(Weight.objects.values_list("profession", flat=True)) == [""] * 6 + ["teacher"] * 7
    assert set(Weight.objects.values_list("mark", flat=True)) == {""}
    kept = everything_kept(day)
    assert not any(mark in kept for mark in marks)
    assert not any(person.key in kept for person in people)
    assert {act.author for act in Act.objects.filter(kind="weigh")} == {""}
    late = act(day, people[0], "weigh", idea="1", value="4")
    assert late.is_late
    assert Weight.objects.count() == 13
