"""The scores of a call as they count: handed in, of submissions that stand; for a reader, only what they may read.

Whoever is recused from a submission gets every figure computed without it: it is in no mean, no severity, no place.
The same holds for somebody who runs the call and has still to judge a submission themselves.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from kotokaari.calls.public import Call
from kotokaari.panel.public import Seat
from kotokaari.rubrics.public import Criterion
from kotokaari.submissions.public import Submission

from ..models import Assessment, AssessmentQuerySet

if TYPE_CHECKING:
    from ..logic.ratings import Ratings

Found = tuple[int, int, str, int | None]  # submission, seat, code of the criterion, level


@dataclass
class Scores:
    """What was found, with the keys that the studies use: submissions and seats by their number in the database."""

    call: Call
    criteria: list[Criterion]
    found: list[Found]

    @cached_property
    def ratings(self) -> Ratings:
        """As arrays, names as text. "Cannot judge" is left out; whoever has nothing else keeps the name."""
        from ..logic.ratings import Ratings

        order = {criterion.code: place for place, criterion in enumerate(self.criteria)}
        found = sorted(self.found, key=lambda row: order[row[2]])  # so that criteria come in their own order
        known = [(str(submission), str(seat), code) for submission, seat, code, _level in found]
        rows = [(str(s), str(j), code, level) for s, j, code, level in found if level is not None]
        return Ratings.of(rows, known=known)

    def digest(self, settings: dict[str, Any]) -> str:
        """Of the scores and what is asked of them: the same digest, the same answer."""
        text = json.dumps([settings, self.found], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def weights(self) -> dict[str, float]:
        """The agreed weights by criterion."""
        return {criterion.code: float(criterion.weight) for criterion in self.criteria}

    @property
    def floors(self) -> dict[str, float | None]:
        """The floors by criterion."""
        return {c.code: None if c.floor is None else float(c.floor) for c in self.criteria}


def all_scores(call: Call) -> Scores:
    """Every score that counts: for the house itself, never for a page. Two queries."""
    return _scores(call, Assessment.objects.handed_in())


def scores_among(call: Call, assessments: AssessmentQuerySet) -> Scores:
    """The scores of these assessments. Two queries."""
    return _scores(call, assessments)


def scores_for(user: Any, call: Call) -> Scores:
    """What this person, who runs the call, may read. Two queries."""
    return _scores(call, Assessment.objects.read_by_those_who_run(user))


def _scores(call: Call, assessments: AssessmentQuerySet) -> Scores:
    standing = Submission.objects.standing().filter(call=call)
    found = (
        assessments.filter(assignment__submission__in=standing.values("pk"), scores__isnull=False)
        .order_by("assignment__submission", "assignment__seat", "scores__criterion")
        .values_list("assignment__submission", "assignment__seat", "scores__criterion__code", "scores__level")
    )
    criteria = list(call.rubric.criteria.all())
    codes = {criterion.code for criterion in criteria}
    return Scores(call, criteria, [row for row in found if row[2] in codes])


@dataclass(frozen=True, slots=True)
class Named:
    """A submission as tables name it."""

    pk: int
    number: int
    key: str
    title: str
    language: str  # of the title where it is not the reader's


def names_of(call: Call, submissions: list[str]) -> dict[str, Named]:
    """The submissions of a study by its keys. One query; ask only for what the reader may read."""
    language = (get_language() or "fi")[:2]
    rows = Submission.objects.filter(call=call, pk__in=[int(pk) for pk in submissions])
    named = {}
    for pk, number, key, title in rows.values_list("pk", "number", "key", "current__title"):
        reading = title.read(language)
        named[str(pk)] = Named(pk, number or 0, key, reading.text, reading.language if reading.is_fallback else "")
    return named


def judges_of(call: Call) -> dict[str, str]:
    """Names of the members by the keys of a study. One query."""
    return {str(pk): name for pk, name in Seat.objects.filter(call=call).values_list("pk", "user__name")}
