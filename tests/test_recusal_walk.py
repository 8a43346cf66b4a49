"""Somebody with a conflict walks to every address of the rooms of calls, reads the letters and the API, and finds no trace.

The marker stands in the title, the content, the scores, the reasons, the notes and the decision of one submission.
The walker has every part at once that could open a door: they run the house, chair the call and sit on its panel.
"""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.decisions import public as decisions
from kotokaari.foundation.text import TranslatedText
from kotokaari.panel.models import Assignment
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.submissions.models import Recusal
from kotokaari.submissions.public import recuse
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db

MARKER = "Zanzibar"
ROOMS = ("rubrics", "calls", "submissions", "panel", "assessment", "decisions")
SHARED = ("home:work", "people:data", "search:page", "catalogue:list", "arc:arc", "identity", "home:trail")
LISTS = ("search:page", "catalogue:list")
TELLING = {"decisions:meeting", "decisions:minutes", "decisions:decision", "decisions:work"}  # to who may read them
PARTS = ("house", "chair", "member")


def said(text):
    return TranslatedText.of("en", text, fi=f"{text} (fi)", sv=f"{text} (sv)")


class Stage:
    """A judged submission full of the marker, another without it, a meeting in which both stand, a decision."""

    def __init__(self, part: str) -> None:
        self.walker = AdministratorFactory() if part == "house" else UserFactory()
        EmailAddress.objects.create(user=self.walker, email=self.walker.email, verified=True, primary=True)
        parts = {part: self.walker} if part in ("chair", "coordinator") else {}
        self.call = a_call(name=said("A call"), **parts)
        self.seat = a_seat(self.call, self.walker) if part in ("member", "house") else None
        self.secret = a_submission(call=self.call, title=f"{MARKER} club")
        self.other = a_submission(call=self.call, title="Open club")
        self.judge = a_seat(self.call)
        for submission, reason in ((self.secret, f"{MARKER} convinces."), (self.other, "It convinces.")):
            self.assessment = an_assessment(assigned(submission, self.judge), reason=reason)
            if self.seat:
                assignment = assigned(submission, self.seat)
        self.begun = assignment if self.seat else None
        recuse(
            self.secret, user=self.walker, kind=Recusal.Kind.PERSONAL, source=Recusal.Source.RULED, by=self.judge.user
        )
        self.meeting = self.meet()
        self.decision = self.decide()

    def meet(self):
        other = CallPerson.objects.create(call=self.call, user=UserFactory(), part="secretary").user
        meeting = decisions.plan_meeting(
            self.call, name=said("A meeting"), starts_at=timezone.now(), place="Hall", by=other
        )
        decisions.open_meeting(meeting, by=other)
        decisions.attend(meeting, user=self.walker, by=other)
        self.item = meeting.items.get(submission=self.secret)
        decisions.open_item(self.item, by=other)
        decisions.save_note(self.item, text=f"{MARKER} was talked of", by=other)
        decisions.save_minutes(meeting, text=f"{MARKER} took long", by=other)
        criterion = self.call.rubric.criteria.first()
        decisions.agree_on(self.item, criterion=criterion, level=3, reason=f"{MARKER} is clear", by=other)
        decisions.record_dissent(self.item, seat=self.judge, text=f"{MARKER} is not for all", by=self.judge.user)
        return meeting

    def decide(self):
        codes = [criterion.code for criterion in self.call.rubric.criteria.all()]
        names = ["reasons", "conditions", *(f"reason-{code}" for code in codes)]
        typed = {f"{name}-{language}": f"{MARKER}: so" for name in names for language in ("fi", "sv")}
        by = runs(self.call, "chair")
        draft = decisions.save_decision(self.secret, typed={**typed, "outcome": "publish", "label": "good"}, by=by)
        return decisions.finalise_decision(draft, by=by)

    def words(self):
        """What any address of these rooms may want, about the secret submission where it can."""
        version = self.secret.current
        own = Assignment.objects.filter(submission=self.secret, seat=self.seat).first() if self.seat else None
        things = {
            "key": [self.call.key, self.secret.key],
            "call": [self.call.key],
            "submission": [self.secret.key],
            "slug": [self.call.slug],
            "code": [self.call.rubric.code, self.call.rubric.criteria.first().code],
            "number": [version.number],
            "name": ["title"],
            "language": ["fi"],
            "outcome": ["publish"],
            "kind": ["submission", "panel-decision", "calibration"],
            "pk": [Recusal.objects.get().pk],
        }
        uuids = [self.secret, self.meeting, self.item, self.decision, self.assessment]
        found = [thing.uuid for thing in (*uuids, self.seat, own) if thing is not None]
        return {**things, "uuid": found}


def pages(patterns=None, space="", words=()):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        wanted = (*words, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry.url_patterns, inner, wanted)
        else:
            yield f"{space}{entry.name or ''}", tuple(dict.fromkeys(wanted))


def addresses(stage):
    """Every address of the rooms with every combination of words that fits."""
    known = stage.words()
    for page, wanted in pages():
        room = page.partition(":")[0]
        if room not in (*ROOMS, "api") and page not in SHARED:
            continue
        combinations = [{}]
        for word in wanted:
            values = known.get(word, [])
            combinations = [{**one, word: value} for one in combinations for value in values]
        for kwargs in combinations:
            try:
                yield page, reverse(page, kwargs=kwargs)
            except Exception:
                continue


@pytest.mark.parametrize("part", PARTS)
def test_whoever_has_a_conflict_finds_no_trace(part, django_capture_on_commit_callbacks):
    with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
        stage = Stage(part)
    walker, traces, walked = Client(raise_request_exception=False), [], 0
    walker.force_login(stage.walker, backend="allauth.account.auth_backends.AuthenticationBackend")

    with translation.override("en"):
        for page, address in addresses(stage):
            answer = walker.get(f"{address}?q=club" if page in LISTS else address)
            walked += answer.status_code == 200
            text = answer.getvalue().decode(errors="replace")
            if MARKER in text or (stage.secret.key in text and stage.secret.key not in address):
                place = max(text.find(MARKER), text.find(stage.secret.key))
                traces.append(f"{page} {address}: …{text[max(place - 80, 0) : place + 40]!r}")
    letters = [letter for letter in mail.outbox if stage.walker.email in letter.to]
    traces += [letter.subject for letter in letters if MARKER in f"{letter.subject}{letter.body}{letter.attachments}"]

    assert walked > 10
    assert not traces, "\n".join(traces)


def test_the_walk_sees_a_trace():
    with translation.override("en"):
        stage = Stage("member")
        secretary = stage.call.people.get(part="secretary").user
        client = Client()
        client.force_login(secretary, backend="allauth.account.auth_backends.AuthenticationBackend")

        asked = [(page, address) for page, address in addresses(stage) if page in TELLING]
        told = {page for page, address in asked if MARKER.encode() in client.get(address).getvalue()}

    assert told == TELLING
