import datetime
import random

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kotokaari.innovation.acting import registry
from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.models import Day, Idea
from kotokaari.live import recording, service
from kotokaari.live.models import Act

from .factories import a_day, act, fresh, ticket_of
from .test_board_ideas import events, people, state_of

pytestmark = pytest.mark.django_db
STAFF_ONLY = ["open_phase", "reopen_phase", "close_phase", "extend", "announce", "announce_end", "reveal", "merge"]


def phase(day, kind):
    return day.phases.get(kind=kind)


@pytest.mark.parametrize("kind", [*STAFF_ONLY, "split", "idea_hide", "idea_show", "idea_move", "comment_show"])
def test_steering_is_for_those_who_run_the_day(kind):
    day = a_day()
    assert act(day, people(day)[0], kind, phase=phase(day, "choose").pk).refused == "not_yours"


def test_opening_a_phase_closes_the_others_and_sets_the_clock():
    day = a_day(phase="ideas")
    assert act(day, None, "open_phase", phase=str(phase(day, "choose").pk), minutes="20").seq
    told = {one["kind"]: one for one in events(day)[-1]["phases"]}

    assert [kind for kind, one in told.items() if one["open"]] == ["choose"]
    left = parse_datetime(told["choose"]["ends_at"]) - parse_datetime(events(day)[-1]["now"])
    assert left == datetime.timedelta(minutes=20)
    assert state_of(day)["phases"] == events(day)[-1]["phases"]


def test_a_phase_goes_on_beside_another_and_may_be_opened_again():
    day = a_day(phase="ideas")
    act(day, None, "open_phase", phase=phase(day, "choose").pk, beside="1")
    assert {one["kind"] for one in events(day)[-1]["phases"] if one["open"]} == {"ideas", "choose"}
    act(day, None, "close_phase", phase=phase(day, "ideas").pk)
    assert act(day, None, "close_phase", phase=phase(day, "ideas").pk).refused == "not_open"
    act(day, None, "reopen_phase", phase=phase(day, "ideas").pk)
    assert {one["kind"] for one in events(day)[-1]["phases"] if one["open"]} == {"ideas", "choose"}


def test_a_secret_lives_while_its_phase_is_open(monkeypatch):
    day = a_day(phase="ideas")
    day.phases.filter(kind="choose").update(is_secret=True)
    seen = []
    monkeypatch.setitem(
        registry.closers, "choose", [lambda taking, one: seen.append(bytes(one.secret)) or {"chosen": 1}]
    )
    act(day, None, "open_phase", phase=phase(day, "choose").pk)
    first = bytes(phase(day, "choose").secret)
    act(day, None, "open_phase", phase=phase(day, "choose").pk)

    assert first
    assert bytes(phase(day, "choose").secret) == first
    act(day, None, "close_phase", phase=phase(day, "choose").pk)
    assert bytes(phase(day, "choose").secret) == b""
    assert seen == [first]
    assert events(day)[-1]["chosen"] == 1
    act(day, None, "reopen_phase", phase=phase(day, "choose").pk)
    assert bytes(phase(day, "choose").secret) not in (b"", first)


@pytest.mark.parametrize(("minutes", "expected"), [("5", 35), ("+5", 35), ("-5", 25), ("−5", 25), ("-90", 0)])
def test_time_is_given_and_taken(minutes, expected):
    day = a_day(phase="ideas")
    act(day, None, "extend", phase=str(phase(day, "ideas").pk), minutes=minutes)
    left = phase(day, "ideas").ends_at - timezone.now()
    assert abs(left - datetime.timedelta(minutes=expected)) < datetime.timedelta(seconds=30)


def test_time_that_has_run_out_is_given_from_now():
    day = a_day(phase="ideas")
    day.phases.filter(kind="ideas").update(ends_at=timezone.now() - datetime.timedelta(minutes=20))
    act(day, None, "extend", phase=phase(day, "ideas").pk, minutes="5")
    assert phase(day, "ideas").ends_at > timezone.now() + datetime.timedelta(minutes=4)


@pytest.mark.parametrize("minutes", ["x", "9999999", "5.5", "1e3", "--5", "٥", "99999"])
def test_minutes_that_are_none_are_refused(minutes):
    day = a_day()
    for kind in ("extend", "open_phase", "announce"):
        answer = act(day, None, kind, phase=phase(day, "ideas").pk, minutes=minutes, text="x")
        assert (answer.refused, bool(answer.sentence)) == ("minutes", True)


def test_a_phase_of_another_day_and_one_that_is_closed_are_refused():
    day, other = a_day(), a_day()
    for kind in ("open_phase", "close_phase", "extend"):
        assert act(day, None, kind, phase=phase(other, "ideas").pk, minutes="5").refused == "no_phase"
    assert act(day, None, "extend", phase=phase(day, "welcome").pk, minutes="5").refused == "not_open"


def test_the_first_phase_that_opens_sets_the_day_going():
    day = a_day(state=Day.State.OPEN)
    act(day, None, "open_phase", phase=phase(day, "choose").pk)
    assert fresh(day).state == Day.State.RUNNING
    assert fresh(day).revision == day.revision + 1


def test_announcements_are_said_in_the_day_s_languages_until_their_time_is_up():
    day = a_day()
    assert act(day, None, "announce", text_fi=" ", text="").refused == "empty"
    act(day, None, "announce", text_fi="Kahvia", text_sv="Kaffe", minutes="5")
    act(day, None, "announce", text="Ruokaa")
    one, two = state_of(day, people(day)[0])["announcements"]
    assert one["text"] == {"fi": "Kahvia", "sv": "Kaffe"}
    assert two["text"] == {"fi": "Ruokaa"}
    assert two["until"] is None
    act(day, None, "announce_end", announcement=str(two["id"]))
    assert events(day)[-1]["ended"]
    assert [said["id"] for said in state_of(day)["announcements"]] == [one["id"]]
    assert act(day, None, "announce_end", announcement="999").refused == "no_announcement"
    first = Act.objects.get(seq=one["id"])
    Act.objects.filter(pk=first.pk).delete()  # acts are never changed: the same one, of an hour ago
    first.event["until"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    first.pk = None
    first.save(force_insert=True)
    assert state_of(day)["announcements"] == []


# What events make of a state is what a fresh state says. The same rules as frontend/islands/day/board.ts.
UNSPOKEN = ("withdrawn", "hidden")
PARTS = ("ideas", "silent", "comments", "phases", "themes", "announcements")


class Reader:
    def __init__(self, day, who):
        self.day, self.who, self.is_staff = day, who, who is None
        state = self.asked()
        self.ideas = {idea["number"]: idea for idea in state["ideas"]}
        self.comments = {said["id"]: said for said in state["comments"]}
        self.rest = {name: state[name] for name in ("silent", "phases", "themes", "announcements")}

    def asked(self):
        state = Telling(fresh(self.day), ticket_of(self.day, self.who)).state()
        return {name: state[name] for name in PARTS}

    def hear(self, event):
        thing = event["thing"]
        if thing == "idea":
            self.idea(event)
        elif thing in ("ideas", "revealed"):
            for idea in event["ideas"]:
                self.idea(idea)
            if thing == "revealed":
                self.rest["silent"], self.rest["phases"] = {}, event["phases"]
        elif thing == "silent":
            self.rest["silent"] = event["counts"]
        elif thing == "signs":
            self.ideas[event["number"]]["signs"] = event["signs"]
        elif thing == "comment":
            known = self.comments.get(event["id"], {})
            said = {name: value for name, value in event.items() if name != "thing"}
            if self.is_staff and said["hidden"]:
                said["text"] = known["text"]
            self.comments[event["id"]] = said
        elif thing == "phases":
            self.rest["phases"] = event["phases"]
        elif thing == "announcement":
            said = {name: value for name, value in event.items() if name != "thing"}
            kept = [one for one in self.rest["announcements"] if one["id"] != said["id"]]
            self.rest["announcements"] = kept if said["ended"] else [*kept, said]
        else:
            raise AssertionError(thing)

    def idea(self, told):
        idea = {name: value for name, value in told.items() if name not in ("thing", "like")}
        known = self.ideas.get(idea["number"])
        if known and self.is_staff and idea["state"] in UNSPOKEN:
            idea = {**idea, "text": known["text"], "files": known["files"]}
        self.ideas[idea["number"]] = idea

    def state(self):
        ideas = [self.ideas[number] for number in sorted(self.ideas)]
        return {**self.rest, "ideas": ideas, "comments": [self.comments[key] for key in sorted(self.comments)]}


def something(chance, day, everybody):
    """An act somebody might do, sensible or not."""
    numbers = list(Idea.objects.filter(day=day).values_list("number", flat=True)) or [1]
    theme, one, who = chance.choice(list(day.themes.all())).pk, chance.choice(numbers), chance.choice(everybody)
    ideas_phase = phase(day, "ideas").pk
    text = f"Idea {chance.random()}"
    kinds = {
        "idea": (who, {"theme": str(theme), "text": text}),
        "refine": (who, {"idea": str(one), "text": text}),
        "idea_edit": (who, {"idea": str(one), "text": text}),
        "idea_withdraw": (chance.choice([who, None]), {"idea": str(one)}),
        "idea_undo": (chance.choice([who, None]), {"idea": str(one)}),
        "idea_hide": (None, {"idea": str(one)}),
        "idea_show": (None, {"idea": str(one)}),
        "idea_move": (None, {"idea": str(one), "theme": str(theme)}),
        "merge": (
            None,
            {"ideas": [str(number) for number in chance.sample(numbers, min(3, len(numbers)))], "text": text},
        ),
        "split": (None, {"idea": str(one), "texts": f"{text}\n{text} too"}),
        "comment": (who, {"idea": str(one), "text": text}),
        "comment_hide": (chance.choice([who, None]), {"comment": str(chance.randint(1, 20))}),
        "comment_show": (None, {"comment": str(chance.randint(1, 20))}),
        "react": (who, {"idea": str(one), "sign": "good"}),
        "unreact": (who, {"idea": str(one), "sign": "good"}),
        "reveal": (None, {}),
        "close_phase": (None, {"phase": str(ideas_phase)}),
        "open_phase": (None, {"phase": str(ideas_phase)}),
        "extend": (None, {"phase": str(ideas_phase), "minutes": "5"}),
        "announce": (None, {"text": text}),
        "announce_end": (None, {"announcement": str(chance.randint(1, 60))}),
    }
    often = {"idea": 8, "merge": 2, "comment": 2, "react": 2, "reveal": 1, "close_phase": 0.5}
    kind = chance.choices(list(kinds), [often.get(kind, 1) for kind in kinds])[0]
    return kind, *kinds[kind]


@pytest.mark.parametrize("seed", range(6))
def test_events_in_order_make_of_an_old_state_what_a_fresh_one_says(seed):
    chance = random.Random(seed)
    day = a_day(people=3)
    if seed % 2:
        day.phases.filter(kind="ideas").update(is_silent=True)
        act(day, None, "close_phase", phase=phase(day, "ideas").pk)
        act(day, None, "open_phase", phase=phase(day, "ideas").pk)
    everybody = people(day)
    listener = everybody.pop()  # who does nothing herself
    readers = [Reader(day, listener), Reader(day, None)]
    heard, taken = Act.objects.filter(channel=day.channel).count(), 0
    for _turn in range(70):
        kind, who, payload = something(chance, day, everybody)
        receipt = act(day, who, kind, **payload)
        assert receipt.refused != "failed", (kind, payload)
        taken += not receipt.refused
        for one in recording.since(day.channel.uuid, heard):
            for reader in readers:
                told = service.told_to(ticket_of(day, reader.who), one)
                if "event" in told:
                    reader.hear(told["event"])
            heard = one.seq
    assert taken > 30
    for reader in readers:
        assert reader.state() == reader.asked()
