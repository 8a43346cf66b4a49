"""The demo's calls as they are opened, and the one that takes answers now, with a draft somebody has begun."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kotokaari.calls import public as calls
from kotokaari.catalogue.public import record_from_data
from kotokaari.people import public as people
from kotokaari.rubrics import public as rubrics
from kotokaari.submissions import public as submissions
from kotokaari.vocabulary.public import Concept

from . import read
from .read import text

RUBRIC = "good-practice"
FACTS = ("name", "summary", "about", "who_may_answer", "contact_role")
# Days before the demo is filled, and after it.
PUBLISHED, OPENED, BEGUN, CLOSES = 9, 6, 2, 42


def last_afternoon() -> datetime.datetime:
    """The last three o'clock in the afternoon that has passed: what happens in the demo happens at working hours."""
    now = timezone.localtime()
    afternoon = now.replace(hour=15, minute=0, second=0, microsecond=0)
    return afternoon if afternoon <= now else afternoon - timedelta(days=1)


def make_call(
    words: Mapping[str, Any],
    *,
    organisation: people.Organisation,
    chair: people.User,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
) -> calls.Call:
    """A public example call with the questions its rubric reads, one for consent, and one round."""
    rubric = rubrics.in_force(RUBRIC)
    if rubric is None:
        raise ValueError("load the house's rubrics first")
    call = calls.create_call(
        organisation, rubric=rubric, by=chair, is_example=True, languages=["fi", "sv", "en"],
        contact_email=words["contact_email"], **{name: text(words[name]) for name in FACTS},
    )  # fmt: skip
    themes = Concept.objects.filter(code__in=words["themes"], scheme__is_house=True)
    calls.edit_call(call, by=chair, themes=themes)
    calls.take_questions_of_rubric(call, by=chair)
    calls.add_question(
        call, by=chair, code="consent", type="flag", label=text(words["consent"]), is_required=True
    )  # fmt: skip
    calls.set_people(call, people={"coordinator": [chair], "chair": [chair]}, by=chair)
    calls.Round.objects.create(
        call=call, number=1, name=text(words["round"]), opens_at=opens_at, closes_at=closes_at
    )  # fmt: skip
    return calls.publish_call(call, by=chair)


def open_a_call(organisations: Mapping[str, people.Organisation], users: Mapping[str, people.User]) -> calls.Call:
    """A call that takes answers when the demo is filled and some weeks after, and a draft of the coordinator's."""
    words = read.one("call/open.json")
    now = last_afternoon()
    call = make_call(
        words, organisation=organisations[words["organisation"]], chair=users["specialist"],
        opens_at=now - timedelta(days=OPENED), closes_at=now + timedelta(days=CLOSES),
    )  # fmt: skip
    published = now - timedelta(days=PUBLISHED)
    calls.Call.objects.filter(pk=call.pk).update(created_at=published - timedelta(days=5), published_at=published)
    _begin(call, words["draft"], organisations, users, now - timedelta(days=BEGUN))
    return call


def _begin(
    call: calls.Call,
    entry: Mapping[str, Any],
    organisations: Mapping[str, people.Organisation],
    users: Mapping[str, people.User],
    on: datetime.datetime,
) -> submissions.Submission:
    """A draft in the middle of being written: some questions are answered, some are not."""
    draft = submissions.start_submission(
        call, organisation=organisations[entry["organisation"]], by=users[entry["by"]],
        source_language=entry["language"], is_example=True,
    )  # fmt: skip
    draft.record = record_from_data(entry["record"], source=entry["language"])
    draft.begun_at, draft.saved_at = on, on + timedelta(hours=1)
    draft.save()
    return draft
