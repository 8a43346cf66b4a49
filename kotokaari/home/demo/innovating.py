"""The demo's innovation day: five themes, thirty people of four municipalities, five groups, ten epics.

The course of the day and its numbers are the source's (about thirty people, four municipalities, five groups, two ideas
of each theme, ten epics); the ideas, the figures and what became of the epics are invented and marked so.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from kotokaari.innovation import public as innovation
from kotokaari.needs import public as needs
from kotokaari.people import public as people

from . import read
from .calling import last_afternoon
from .read import text
from .surveying import ask_for_feedback, take_feedback

SEED = 30
HELD = 60  # days before the demo is filled
PARTS = ("hypothesis", "for_whom", "benefit", "measure", "first_step", "partners", "risks")
SCALES = ("value", "impact", "feasibility")


def innovate(
    survey: needs.Survey, organisations: Mapping[str, people.Organisation], users: Mapping[str, people.User]
) -> innovation.Day:
    """The whole day, from its programme to what became of its epics. Returns it."""
    return Innovating(survey, organisations, users).build()


class Innovating:
    """What has been made so far, by the names the files use."""

    def __init__(
        self,
        survey: needs.Survey,
        organisations: Mapping[str, people.Organisation],
        users: Mapping[str, people.User],
    ) -> None:
        self.survey, self.organisations = survey, organisations
        self.leader, self.owner = users["facilitator"], users["coordinator"]
        self.words = read.one("aito/day.json")
        self.dice = random.Random(SEED)
        self.day: innovation.Day
        self.numbers: dict[str, int] = {}
        self.epics: dict[str, innovation.Epic] = {}

    def build(self) -> innovation.Day:
        """Everything in the order it happens."""
        self.prepare()
        self.gather()
        self.think()
        self.choose()
        self.weigh()
        self.write_epics()
        take_feedback(self.feedback, by=self.leader, on=(last_afternoon() - timedelta(days=HELD)).date())
        self.day = innovation.finish_day(self.day, by=self.leader)
        self.date_back()
        self.follow_up()
        return self.day

    def do(self, who: Any, kind: str, **payload: Any) -> Any:
        """Somebody does something on the day."""
        return innovation.do(self.day, who, kind, **payload)

    def begins(self) -> datetime:
        """When the day begins."""
        return last_afternoon().replace(hour=9) - timedelta(days=HELD)

    def prepare(self) -> None:
        """The day with its programme and the five themes of the survey."""
        words, begins = self.words, self.begins()
        day = innovation.create_day(
            self.survey.organisation, name=text(words["name"]), by=self.leader, starts_at=begins, languages=["fi"],
            parts=[part._replace(is_silent=False) for part in innovation.TEMPLATE], survey=self.survey,
            is_example=True, source=words["source"],
        )  # fmt: skip
        texts: dict[str, Any] = {name: text(words[name]) for name in ("summary", "about", "place_text")}
        until = (last_afternoon() + timedelta(days=300)).date()
        self.feedback = ask_for_feedback(self.survey.organisation, by=self.leader)
        innovation.edit_day(day, by=self.leader, keeps_people_until=until, feedback=self.feedback, **texts)
        innovation.take_themes(day, themes=needs.chosen_themes(self.survey), by=self.leader)
        innovation.open_sign_up(day, by=self.leader)
        self.day = innovation.start_day(day, by=self.leader)
        keys = [entry["key"] for entry in read.entries("aito/themes.json")]
        self.themes = dict(zip(keys, self.day.themes.all(), strict=True))
        self.phases = {phase.kind: phase for phase in self.day.phases.all()}

    def gather(self) -> None:
        """People come and are put into five groups."""
        names = {code: label["fi"] for code, label in read.one("aito/survey.json")["professions"]}
        towns = [people.Place.objects.get(code=f"fi:{code}") for code in self.words["municipalities"]]
        for at, field in enumerate(code for code, many in self.words["people"] for _one in range(many)):
            town = towns[(0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 0, 1, 2, 3, 0)[at % 15]]
            innovation.join_now(self.day, profession=names[field], municipality=town, languages=["fi"], language="fi")
        self.open("groups")
        made = innovation.make_groups(self.day, groups=5, only_here=True, by=self.leader)
        innovation.announce(made, by=self.leader, revision=made.revision)
        self.groups = {
            group.number: [seat.participant for seat in group.seats.select_related("participant")]
            for group in made.groups.all()
        }
        self.everybody = [person for members in self.groups.values() for person in members]

    def open(self, kind: str) -> None:
        """The next part of the day; the one before it closes."""
        self.do(self.leader, "open_phase", phase=self.phases[kind].pk)

    def think(self) -> None:
        """Ideas of every group about every theme, what was said about them, and two made into one."""
        self.open("ideas")
        words = read.one("aito/ideas.json")
        for entry in sorted(words["ideas"], key=lambda _entry: self.dice.random()):
            writer = self.dice.choice(self.groups[entry["group"]])
            self.do(writer, "idea", theme=self.themes[entry["theme"]].pk, text=entry["text"], language="fi")
        self.numbers = dict(self.day.ideas.values_list("text", "number"))
        for idea, said in words["comments"]:
            self.do(self.dice.choice(self.everybody), "comment", idea=self.numbers[idea], text=said, language="fi")
        self.chosen = [entry["text"] for entry in words["ideas"] if entry["chosen"]]
        for entry in words["ideas"]:
            for person in self.dice.sample(self.everybody, self.dice.randint(0, 9 if entry["chosen"] else 4)):
                self.do(person, "react", idea=self.numbers[entry["text"]], sign="good")
        for olds, new in words["merges"]:
            self.do(self.leader, "merge", ideas=[str(self.numbers[one]) for one in olds], text=new, language="fi")
        said = self.do(self.leader, "announce", text_fi=self.words["announcement"]["fi"], minutes=15)
        self.do(self.leader, "announce_end", announcement=said.seq)

    def choose(self) -> None:
        """Everybody gives three dots in every theme, most of them to the two that are chosen."""
        self.open("choose")
        theme_of = dict(self.day.ideas.values_list("number", "theme"))
        best = [self.numbers[one] for one in self.chosen]
        for theme in self.themes.values():
            two = [number for number in best if theme_of[number] == theme.pk]
            others = [n for n in self.day.ideas.filter(theme=theme, state="standing").values_list("number", flat=True) if n not in two]  # fmt: skip
            for person in self.everybody:
                first, second = self.dice.sample(two, 2)
                dots = {first: 2, second: 1} if self.dice.random() < 0.7 or not others else {first: 2, self.dice.choice(others): 1}  # fmt: skip
                self.do(person, "choose", theme=theme.pk, **{f"dots_{number}": many for number, many in dots.items()})

    def weigh(self) -> None:
        """Everybody weighs the ten; some cannot say everything."""
        self.open("weigh")
        means = {entry["idea"]: entry["weights"] for entry in read.entries("aito/epics.json")}
        for idea in self.chosen:
            for person in self.everybody:
                levels = {
                    scale: "none" if self.dice.random() < 0.08 else min(4, max(0, round(self.dice.gauss(mean, 0.8))))
                    for scale, mean in zip(SCALES, means[idea], strict=True)
                }
                self.do(person, "weigh", idea=self.numbers[idea], **levels)

    def write_epics(self) -> None:
        """Ten epics, each written by a group, part by part."""
        self.open("epics")
        for at, entry in enumerate(read.entries("aito/epics.json")):
            writers = self.groups[at % len(self.groups) + 1]
            theme = self.themes[entry["theme"]].pk
            idea = str(self.numbers[entry["idea"]])
            told = self.do(writers[0], "epic_new", theme=theme, ideas=[idea], name=entry["name"]["fi"], language="fi")
            key = told.mine["epic"]
            for number, part in enumerate(PARTS):
                writer = writers[number % len(writers)]
                self.do(writer, "epic_text", epic=key, part=part, text=entry[part]["fi"], base="", language="fi")
            self.epics[entry["idea"]] = self.day.epics.get(key=key)
        self.open("feedback")
        self.do(self.leader, "close_phase", phase=self.phases["feedback"].pk)

    def date_back(self) -> None:
        """The day was held some time ago: its parts, ideas and epics say so."""
        moved = timedelta(0)
        for phase in self.day.phases.all():
            if phase.starts_at and phase.opened_at:
                moved = phase.starts_at - phase.opened_at
                ends = phase.starts_at + timedelta(minutes=phase.minutes)
                phase.opened_at, phase.ends_at, phase.closed_at = phase.starts_at, ends, ends
                phase.save()
        for idea in self.day.ideas.all():
            idea.made_at = idea.made_at + moved
            idea.save(update_fields=["made_at"])
        innovation.Day.objects.filter(pk=self.day.pk).update(
            created_at=self.day.created_at + moved - timedelta(days=30)
        )
        self.day.epics.update(made_at=last_afternoon() - timedelta(days=HELD))

    def follow_up(self) -> None:
        """What became of the epics: owners, status, words; all public, one carried into the catalogue."""
        for entry in read.entries("aito/epics.json"):
            epic = self.epics[entry["idea"]]
            for language in ("sv", "en"):
                said = {part: entry[part][language] for part in ("name", "hypothesis")}
                innovation.write_epic(epic, texts=said, bases={}, language=language, by=self.leader)
            innovation.publish_epic(epic, by=self.leader)
            if entry["owner"]:
                role = entry["owner_role"]["fi"]
                innovation.give_epic(epic, organisation=self.organisations[entry["owner"]], role=role, by=self.leader)
                epic.events.update(at=last_afternoon() - timedelta(days=HELD - 7))
            self.tell(epic, entry["events"])
        carried = self.epics[self.chosen_for_the_catalogue()]
        innovation.carry_into_catalogue(carried, owner=self.organisations["city-of-kemi"], by=self.leader)

    def tell(self, epic: innovation.Epic, events: Iterable[tuple[str, Any]]) -> None:
        """What happened with an epic, one after the other, some weeks apart."""
        for weeks, (status, words) in enumerate(events):
            event = innovation.tell_epic(epic, by=self.leader, status=status, happened=text(words))
            event.at = last_afternoon() - timedelta(days=HELD - 14 * (weeks + 1))
            event.save(update_fields=["at"])

    def chosen_for_the_catalogue(self) -> str:
        """The idea whose epic has become a practice draft: the first that was piloted."""
        return next(entry["idea"] for entry in read.entries("aito/epics.json") if entry["status"] == "piloted")
