"""The demo's survey: asked, answered, coded, and five themes chosen from it, by the actions people use.

The source tells of a survey of three professional fields and of five themes; all else is invented and marked so.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kotokaari.needs import public as needs
from kotokaari.people import public as people

from . import read
from .calling import last_afternoon
from .read import text

SEED = 2021  # the same answers each time the demo is filled
TOWNS = ("fi:240", "fi:851", "fi:241", "fi:751")
SHARES = (0.45, 0.3, 0.15, 0.1)
OPENED, CLOSED = 96, 75  # days before the demo is filled
TEXTS = ("about", "thanks", "privacy")


def ask(organisations: Mapping[str, people.Organisation], users: Mapping[str, people.User]) -> needs.Survey:
    """The whole survey, from its first question to the published themes. Returns it."""
    return Asking(organisations, users["facilitator"], users["coordinator"]).build()


def ask_for_feedback(organisation: people.Organisation, *, by: people.User) -> needs.Survey:
    """The feedback survey of the day, open: the house's own template."""
    words = read.one("aito/feedback.json")
    survey = needs.create_survey(
        organisation, name=text(words["name"]), by=by, plan=needs.feedback_plan(), languages=["fi", "sv", "en"],
        purpose="feedback", is_example=True, source=words["source"],
    )  # fmt: skip
    return needs.open_survey(survey, by=by)


def ask_now(organisation: people.Organisation, *, by: people.User) -> needs.Survey:
    """A survey that can be answered: the house's own template, with too few answers to be told yet."""
    words = read.one("aito/next.json")
    survey = needs.create_survey(
        organisation, name=text(words["name"]), by=by, plan=needs.preliminary_plan(), languages=["fi", "sv", "en"],
        is_listed=True, is_example=True,
    )  # fmt: skip
    closes = (last_afternoon() + timedelta(days=120)).replace(tzinfo=None)
    survey = needs.open_survey(needs.set_survey_times(survey, opens=None, closes=closes, by=by), by=by)
    needs.take_responses(survey, words["answers"], language="fi")
    return survey


def take_feedback(survey: needs.Survey, *, by: people.User, on: datetime.date) -> needs.Survey:
    """What was answered to it on that day; all of it is invented. It is closed then."""
    words, dice = read.one("aito/feedback.json"), random.Random(SEED)
    rows: list[dict[str, Any]] = [{} for _one in range(words["answers"])]
    for code in ("useful", "heard"):
        marks = [mark for mark, many in enumerate(words[code], 1) for _one in range(many)]
        for row, mark in zip(rows, dice.sample(marks, len(rows)), strict=True):
            row[code] = mark
    for row in rows:
        if helped := [code for code, share in words["helped"].items() if dice.random() < share]:
            row["helped"] = helped
    for code, said in words["open"].items():
        for row, one in zip(dice.sample(rows, len(said)), said, strict=True):
            row[code] = one
    needs.take_responses(survey, rows, language="fi")
    survey = needs.close_survey(survey, by=by)
    noon = last_afternoon().replace(year=on.year, month=on.month, day=on.day)
    needs.Survey.objects.filter(pk=survey.pk).update(
        created_at=noon - timedelta(days=20), opened_at=noon - timedelta(days=10), closes_at=noon + timedelta(days=7)
    )
    survey.responses.update(sent_on=on)
    return survey


class Asking:
    """What has been made so far."""

    def __init__(self, organisations: Mapping[str, people.Organisation], maker: people.User, second: people.User):
        self.organisations, self.maker, self.second = organisations, maker, second
        self.words = read.one("aito/survey.json")
        self.dice = random.Random(SEED)

    def build(self) -> needs.Survey:
        """Everything in the order it happens."""
        self.survey = needs.create_survey(
            self.organisations[self.words["organisation"]], name=text(self.words["name"]), by=self.maker,
            plan=self.plan(), languages=["fi", "sv", "en"], is_listed=True, is_example=True, source=self.words["source"],
        )  # fmt: skip
        self.survey = needs.open_survey(self.survey, by=self.maker)
        self.answer()
        self.survey = needs.close_survey(self.survey, by=self.maker)
        self.code()
        self.choose_themes()
        now = last_afternoon()
        needs.Survey.objects.filter(pk=self.survey.pk).update(
            created_at=now - timedelta(days=OPENED + 6), opened_at=now - timedelta(days=OPENED),
            opens_at=now - timedelta(days=OPENED), closes_at=now - timedelta(days=CLOSED),
        )  # fmt: skip
        self.survey.responses.update(sent_on=(now - timedelta(days=CLOSED + 4)).date())
        return self.survey

    def plan(self) -> needs.Plan:
        """The questions: who one is, the matrix of needs, how often, and two open ones."""
        labels = self.words["questions"]
        who = needs.PlannedSection(
            text({"fi": "Taustatiedot", "sv": "Bakgrund", "en": "About you"}),
            questions=[
                self.question("profession", "profession", self.words["professions"], is_required=True),
                self.question("municipality", "municipality", [(code.replace(":", "-"), None) for code in TOWNS]),
                self.question("frequency", "one", self.words["frequency"]),
            ],
        )
        items = [(code, label) for code, label, _importance, _current in self.words["items"]]
        what = needs.PlannedSection(
            text({"fi": "Tarpeet", "sv": "Behov", "en": "Needs"}),
            questions=[
                self.question("needs", "matrix", items),
                *[needs.PlannedQuestion(code, "text", text(labels[code])) for code in ("works-well", "would-help")],
            ],
        )
        texts = {name: text(self.words[name]) for name in TEXTS}
        return needs.Plan(["fi", "sv", "en"], texts, [who, what])

    def question(self, code: str, type: str, choices: Any, **facts: Any) -> needs.PlannedQuestion:
        """A question with choices; those of municipalities are named by their codes."""
        made = [needs.PlannedChoice(one, self.label(one, label)) for one, label in choices]
        return needs.PlannedQuestion(code, type, text(self.words["questions"].get(code)), choices=made, **facts)

    @staticmethod
    def label(code: str, label: Any) -> Any:
        """The words of a choice."""
        if label is not None:
            return text(label)
        place = people.place_book().by_code[code.replace("-", ":", 1)]
        return text({language: place.name(language) for language in ("fi", "sv", "en")})

    def answer(self) -> None:
        """Everybody who answered, in an order that tells nothing."""
        rows = [
            self.values(at, field) for at, (field, many) in enumerate(self.words["answers"]) for _one in range(many)
        ]
        open_answers = {code: [words for _c, words in rows] for code, rows in self.words["open"].items()}
        for code, said in open_answers.items():
            for row, words in zip(self.dice.sample(rows, len(said)), said, strict=True):
                row[code] = words
        self.dice.shuffle(rows)
        needs.take_responses(self.survey, rows, language="fi")

    def values(self, at: int, field: str) -> dict[str, Any]:
        """What one person of a professional field (the ``at``-th) says."""
        marks = {}
        for code, _label, importance, current in self.words["items"]:
            if self.dice.random() > 0.05:
                marks[code] = {"importance": self.mark(importance[at]), "current": self.mark(current[at])}
        town = self.dice.choices(TOWNS, SHARES)[0]
        often = self.dice.choices([code for code, _label in self.words["frequency"]], (4, 3, 2, 1))[0]
        return {"profession": field, "municipality": town, "frequency": often, "needs": marks}

    def mark(self, mean: float) -> int:
        """A mark from 1 to 5 around a mean."""
        return min(5, max(1, round(self.dice.gauss(mean, 0.85))))

    def code(self) -> None:
        """Open answers coded by people; quotations after a second look."""
        codes = {
            name: needs.make_code(survey=self.survey, name=text(label), by=self.maker)
            for name, label in self.words["codes"].items()
        }
        about = {words: name for rows in self.words["open"].values() for name, words in rows}
        self.quotations = {}
        for answer in needs.open_answers(self.survey):
            if name := about.get(answer.value):
                needs.code_answer(answer, codes=[codes[name]], by=self.maker)
            if answer.value in self.words["quotes"]:
                quotation = needs.quote(answer, text=answer.value, by=self.maker)
                needs.approve_quotation(quotation, by=self.second)
                self.quotations[about.get(answer.value)] = quotation
        self.codes = codes

    def choose_themes(self) -> None:
        """Five themes with the evidence under each, chosen with reasons, published with the figures of the moment."""
        questions = self.survey.questions.prefetch_related("choices")
        items = {choice.code: choice for one in questions if one.code == "needs" for choice in one.choices.all()}
        fields = questions.get(code="profession")
        needs.set_sizes(survey=self.survey, question=fields, sizes=self.words["sizes"], by=self.maker)
        for entry in read.entries("aito/themes.json"):
            theme = needs.make_theme(
                survey=self.survey, name=text(entry["name"]), by=self.maker,
                choices=[items[code] for code in entry["items"]], codes=[self.codes[code] for code in entry["code"]],
            )  # fmt: skip
            for code in entry["code"]:
                if code in self.quotations:
                    needs.add_evidence(theme, quotation=self.quotations[code], by=self.maker)
            needs.describe_theme(
                theme, name=text(entry["name"]), about=text(entry["about"]), reason=text(entry["reason"]), by=self.maker
            )
            needs.choose_theme(theme, by=self.maker)
        needs.publish_chosen_themes(self.survey, by=self.maker)
