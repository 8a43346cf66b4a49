"""A survey that four people answered: nobody learns from any page or file what they said, nor how many said anything.

Everybody goes to every address that takes the survey, its theme, or the day and epic that grew from it. What they
read with one answer and with four has the same figures and none of the words; with five it has not.
"""

import itertools
import re

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from kotokaari.innovation.models import Epic
from kotokaari.innovation.tests.factories import a_day
from kotokaari.needs.models import Answer, Evidence, Quotation
from kotokaari.needs.results.gathering import mark_of
from kotokaari.needs.tests.factories import ThemeFactory, a_response, a_survey
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory

from .links import apart, texts, written
from .test_security_walk import client_of, pages

pytestmark = pytest.mark.django_db
MARKS = {"language": {"importance": 5, "current": 1}, "housing": {"importance": 2, "current": 2}}
FIGURES = re.compile(r"(?<![\w.,:-])\d+(?:[.,]\d+)?(?![\w:-])")
THEIRS = {
    "innovation:list", "innovation:day", "innovation:epic", "innovation:epics", "innovation:epics-csv",
    "innovation:epics-of-day", "innovation:prepare", "innovation:day-themes", "innovation:portfolio", "innovation:desk",
    "innovation:report", "innovation:report-pdf", "innovation:report-docx", "innovation:report-data", "innovation:report-log",
}  # fmt: skip
# How many have come in, told to whoever runs the survey and to nobody else.
COUNTING = {"needs:list", "needs:make"}


class World:
    """The survey and what grew from it, and everybody who looks."""

    def __init__(self):
        self.maker = UserFactory()
        self.survey = a_survey(maker=self.maker, is_listed=True)
        self.theme = ThemeFactory(survey=self.survey, is_public=True)
        self.day = a_day(phase="epics", facilitator=self.maker, survey=self.survey)
        self.day.themes.update(theme=self.theme)
        self.epic = Epic.objects.create(day=self.day, number=1, theme=self.day.themes.first(), is_public=True)
        self.words = []
        administrator = MembershipFactory(organisation=self.survey.organisation, role=Role.ADMINISTRATOR).user
        users = {"nobody": None, "maker": self.maker, "administrator": administrator}
        self.clients = {who: client_of(user) for who, user in users.items()}

    def answer(self):
        """One more answers; her words were picked as a quotation, and that was approved."""
        self.words.append(f"Heron{len(self.words):02}kaisla by the lake")
        a_response(self.survey, needs=MARKS, what_else=self.words[-1], profession="nurse")
        self.last = Answer.objects.get(value=self.words[-1])
        approved = {"approved_by": self.maker, "approved_at": timezone.now()}
        picked = Quotation.objects.create(answer=self.last, text=self.words[-1], **approved)
        Evidence.objects.create(theme=self.theme, quotation=picked, figures={"n": len(self.words)})

    def known(self, page):
        day, survey = self.day, self.survey
        keys = {"needs": [survey.key], "innovation": [day.key, self.epic.key]}
        return {
            "key": keys.get(page.partition(":")[0], []),
            "slug": ["a-name"],
            "uuid": [survey.uuid, self.theme.uuid, day.uuid, self.epic.uuid],
            "kind": ["survey", "needs-theme", "epic"],
            "question": ["what-else"],
            "mark": [mark_of(self.last.pk)],
            "number": [1],
            "language": ["en"],
            "code": ["needs"],
        }

    def addresses(self):
        for page, words in pages():
            known = self.known(page)
            if page.partition(":")[0] not in ("needs", "arc", "identity") and page not in THEIRS:
                continue
            for values in itertools.product(*(known.get(word, []) for word in words)):
                try:
                    with translation.override("en"):
                        yield page, reverse(page, kwargs=dict(zip(words, values, strict=True)))
                except NoReverseMatch:
                    continue

    def read(self):
        """(who, page, address) with what was read there."""
        found = {}
        for page, address in self.addresses():
            for who, client in self.clients.items():
                answer = client.get(address)
                content = answer.getvalue() if answer.status_code == 200 else b""
                told = texts(content, answer.get("Content-Type", "")) if content else ()
                found[who, page, address] = "\n".join(
                    written(text) if kind == "html" else apart(text) for kind, text in told
                )
        return found


def bare(text):
    """The figures in a text, each once."""
    return sorted(set(FIGURES.findall(text)))


def test_four_answers_tell_nothing():
    world = World()
    world.answer()
    one = world.read()
    for _time in range(3):
        world.answer()
    four = world.read()
    world.answer()
    five = world.read()

    assert not [(where, words) for where, text in four.items() for words in world.words if words in text]
    moved = {where[:2] for where, text in four.items() if where in one and bare(one[where]) != bare(text)}
    assert moved - {("maker", page) for page in COUNTING} == set()
    # With the fifth they are told, to whom they may: the walk would have seen them.
    told = {where[1] for where, text in five.items() for words in world.words if words in text}
    assert {"needs:themes", "needs:coding"} <= told
    changed = {where[1] for where, text in five.items() if where in four and bare(four[where]) != bare(text)}
    assert {"needs:results", "needs:results-csv", "needs:results-json", "needs:results-xlsx"} <= changed
