"""What secret parts of a day keep and tell; the walk over everything is tests/test_anonymity_walk.py."""

import hashlib
import hmac
import json

import pytest

from kotokaari.innovation.epics.queries import weighed
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Ballot, Comment, Epic, Group, Idea, Reaction, Seat, Weight
from kotokaari.innovation.report import files
from kotokaari.innovation.report.gathering import gather
from kotokaari.live.models import Act

from .factories import a_day, act, fresh
from .test_board_ideas import a_silent_day, an_idea, people
from .test_choosing_acts import choosing_day, close, opened

pytestmark = pytest.mark.django_db


def test_a_mark_cannot_be_made_again_from_the_database_alone():
    day = a_silent_day()
    aino = people(day)[0]
    an_idea(day, aino, "A whisper")
    secret = bytes(day.phases.get(kind="ideas").secret)

    assert Idea.objects.get().mark == mark_of(aino.key, day.phases.get(kind="ideas"))
    assert Idea.objects.get().mark != hmac.new(secret, aino.key.encode(), hashlib.sha256).hexdigest()


def test_when_a_silent_part_closes_nothing_tells_what_came_from_the_same_person():
    day = a_silent_day()
    aino = people(day)[0]
    numbers = [an_idea(day, aino, f"Whisper {number}") for number in range(3)]
    assert len(set(Idea.objects.values_list("mark", flat=True))) == 1
    assert len(numbers) == 3
    act(day, None, "reveal")
    for number in (1, 2):
        assert act(day, aino, "comment", idea=number, text="Mine too").seq
        assert act(day, aino, "react", idea=number, sign="good").seq
    close(day, "ideas")

    assert set(Idea.objects.values_list("mark", flat=True)) == {""}
    assert set(Comment.objects.values_list("mark", flat=True)) == {""}
    assert len(set(Reaction.objects.values_list("mark", flat=True))) == 2
    act(day, aino, "comment", idea=1, text="In the open")
    assert Comment.objects.last().mark == mark_of(aino.key, fresh(day))


def test_ideas_written_in_silence_tell_neither_order_nor_moment():
    day = a_silent_day()
    for number, who in enumerate(people(day) * 2):
        an_idea(day, who, f"Whisper {number:02}")
    came = list(Idea.objects.order_by("text").values_list("pk", flat=True))

    assert came != sorted(came)
    assert len(set(Idea.objects.values_list("made_at", flat=True))) == 1


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ((5, 5), {1, 2}),
        ((8, 4), set()),
        ((6, 5, 1), {1}),
        ((7, 3, 2), {1}),
        ((9, 6, 0), {1, 2}),
        ((9, 6, 0, 3), {1}),
        ((9, 6, 0, 5), {1, 2}),
    ],
)
def test_a_group_is_told_in_silence_when_it_gives_no_smaller_one_away(sizes, told):
    """The last of four sizes: so many are here and sit nowhere."""
    seated = sizes[:3]
    day = a_day(phase="groups", people=sum(sizes), groups=len(seated))
    Seat.objects.all().delete()
    everybody, groups = people(day), list(Group.objects.order_by("number"))
    places = [group for group, size in zip(groups, seated, strict=True) for _one in range(size)]
    for who, group in zip(everybody, places, strict=False):
        Seat.objects.create(group=group, participant=who)
    day.phases.filter(kind="ideas").update(is_silent=True)
    opened(day, "ideas")
    for who in everybody:
        an_idea(day, who, f"Of {who.pk}")

    assert set(Idea.objects.exclude(group=None).values_list("group__number", flat=True)) == told


def test_in_the_report_nothing_is_told_of_weights_while_weighing_goes_on():
    day, theme, everybody = choosing_day(people=6)
    for who in everybody:
        act(day, who, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    opened(day, "weigh")
    epic = Epic.objects.create(day=day, number=1, theme=theme)
    epic.ideas.add(Idea.objects.get(number=1))
    for number, who in enumerate(everybody):
        act(day, who, "weigh", idea="1", value=str(number % 5), impact="3", feasibility="2")

    assert gather(day).themes[0].chosen[0][3:] == ["–", "–", "–"]
    assert files.tables(day)["weights.csv"].count("\n") == 1
    assert not weighed(epic)[0].is_told
    close(day, "weigh")
    assert gather(day).themes[0].chosen[0][3:] == ["1,7", "3,0", "2,0"]
    assert weighed(epic)[0].is_told


def test_of_fewer_than_five_ballots_no_file_tells_the_points():
    day, theme, everybody = choosing_day(people=6)
    for who in everybody[:4]:
        act(day, who, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    close(day)

    assert Ballot.objects.count() == 4
    assert gather(day).themes[0].chosen[0][2] == "–"
    assert ",8" not in files.tables(day)["choices.csv"]
    opened(day)
    for who in everybody:
        act(day, who, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    close(day)
    assert gather(day).themes[0].chosen[0][2] == "12"


def test_the_open_log_tells_no_count_of_few_people():
    day, theme, everybody = choosing_day(people=6)
    for who in everybody[:4]:
        act(day, who, "choose", theme=str(theme.pk), dots_1="2", dots_2="1")
    close(day)
    whole, bare = ("\n".join(files.log_lines(day, openly=openly)) for openly in (False, True))

    for told in ('"voted"', '"ballots": 4'):
        assert told in whole
        assert told not in bare
    assert Act.objects.filter(kind="choose").count() == 4
    assert json.loads(bare.splitlines()[-1])["event"]["choosing"]["results"][0]["ballots"] is None
    assert not Weight.objects.exists()
