"""What is counted of a call. Before it is public, only what the reader may know of; then everything."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kotokaari.assessment.public import Assessment, Score
from kotokaari.calls.public import Call
from kotokaari.panel.public import Expert, Seat
from kotokaari.people.public import Place, PlaceBook, organisation_book, place_book
from kotokaari.rubrics.public import HIGHEST, LOWEST, Criterion
from kotokaari.submissions.public import Submission

from ..figures import agreement_found_alone
from ..models import Decision

LEVELS = range(LOWEST, HIGHEST + 1)
FEWEST = 5  # a number of fewer people is withheld


@dataclass(slots=True)
class Counts:
    """Numbers by code. ``panel`` counts people: what is fewer than five is left out when it is told."""

    call: Call
    criteria: list[Criterion]
    is_public: bool
    sent: int = 0
    state: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    out: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # of each table, those published
    is_of_published: bool = False  # levels are counted over published submissions alone
    languages: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    assessments: int = 0
    levels: dict[str, Counter[int]] = field(default_factory=dict)
    cannot_judge: Counter[str] = field(default_factory=Counter)
    alpha: dict[str, Any] = field(default_factory=dict)
    panel_size: int = 0
    panel_parts: Counter[str] = field(default_factory=Counter)
    panel_languages: Counter[str] = field(default_factory=Counter)


def are_public(call: Call, now: datetime.datetime | None = None) -> bool:
    """True when everybody may read them: all that goes to the panel is decided and told, and no embargo holds.

    Two queries at most.
    """
    now = now or timezone.now()
    if call.state == Call.State.DRAFT or (call.embargo_until and now < call.embargo_until):
        return False
    final = Decision.objects.filter(submission__call=call, state=Decision.State.FINAL)
    if not final.filter(published_at__isnull=False).exists():
        told = final.filter(answered_at__isnull=False).exists()
        if not told or final.filter(answered_at__isnull=True).exists():
            return False
    judged = Submission.objects.standing().filter(call=call, eligibility=Submission.Eligibility.ELIGIBLE)
    return not judged.exclude(decision__state=Decision.State.FINAL).exists()


def calls_told() -> list[Call]:
    """The calls whose statistics everybody may read, the latest first. Three queries for each call that was judged."""
    judged = Call.objects.public().filter(judging_began_at__isnull=False).select_related("organisation")
    return [call for call in judged if are_public(call)]


def count(call: Call, *, user: Any = None) -> Counts:
    """Count a call for everybody, or for a ``user`` who runs it: then nothing of what they are recused from.

    Eleven queries, however many submissions.
    """
    sent = Submission.objects.filter(call=call, current__isnull=False)
    if user is not None:
        sent = Submission.objects.run_by(user).filter(call=call)
    found = Counts(call, list(call.rubric.criteria.all()), is_public=user is None)
    _count_sent(
        found,
        sent.select_related("current")
        .only("organisation_id", "withdrawn_at", "eligibility", "current__record", "current__source_language")
        .annotate(is_out=Exists(Decision.objects.public().filter(submission=OuterRef("pk")))),
    )
    decisions = Decision.objects.filter(state=Decision.State.FINAL, submission__in=sent.values("pk"))
    _count_decisions(found, decisions)
    _count_scores(found, call, user)
    _count_panel(found, call)
    return found


def _is_recused(call: Call, user: Any) -> bool:
    return Submission.objects.filter(call=call, recusals__user=user.pk, recusals__lifted_at__isnull=True).exists()


def _count_sent(found: Counts, sent: Iterable[Any]) -> None:
    organisations, places = organisation_book().by_key, place_book()
    for submission in sent:
        found.sent += 1
        found.state["withdrawn" if submission.withdrawn_at else submission.eligibility or "unknown"] += 1
        if submission.withdrawn_at:
            continue
        version = submission.current
        assert version is not None
        organisation = organisations.get(submission.organisation_id)
        codes = {
            "themes": set(version.record.get("themes") or []),
            "languages": {version.source_language},
            "types": {organisation.type if organisation else ""},
            "regions": {_region(places, organisation.place) if organisation else ""},
        }
        for table, its in codes.items():
            getattr(found, table).update(its)
            if submission.is_out:
                found.out[table].update(its)


def _region(book: PlaceBook, place: str) -> str:
    """The region a place lies in; "" when nobody knows."""
    for code in book.around(place):
        entry = book.by_code.get(code)
        if entry and entry.level == Place.Level.REGION:
            return code
    return ""


def _count_decisions(found: Counts, decisions: Any) -> None:
    found.outcomes.update(decisions.order_by().values_list("outcome", flat=True))


def _count_scores(found: Counts, call: Call, user: Any) -> None:
    """Levels by criterion over the assessments that count: handed in, by members without a conflict."""
    counted = Assessment.objects.handed_in().filter(
        assignment__submission__call=call, assignment__submission__withdrawn_at__isnull=True
    )
    if user is not None:
        counted = counted.filter(pk__in=Assessment.objects.read_by_those_who_run(user).values("pk"))
    barred = Q(assignment__submission__recusals__user=F("assignment__seat__user")) & Q(
        assignment__submission__recusals__lifted_at__isnull=True
    )
    counted = counted.exclude(pk__in=Assessment.objects.filter(barred).values("pk"))
    found.assessments = counted.count()
    if found.is_public:
        counted = _without_few(found, counted)
    if user is None or not _is_recused(call, user):  # it would tell of scores that this reader may not know
        found.alpha = agreement_found_alone(call, counted)
    found.levels = {criterion.code: Counter() for criterion in found.criteria}
    codes = {criterion.pk: criterion.code for criterion in found.criteria}
    scores = Score.objects.filter(assessment__in=counted.values("pk"))
    for criterion, level, cannot in scores.values_list("criterion_id", "level", "cannot_judge").order_by():
        if criterion in codes and level is not None:
            found.levels[codes[criterion]][level] += 1
        elif criterion in codes and cannot:
            found.cannot_judge[codes[criterion]] += 1


def _without_few(found: Counts, counted: Any) -> Any:
    """Those of published submissions alone where fewer than five others were judged.

    Figures of published decisions are public: taken from the whole they would give away what the few others got.
    """
    out = Decision.objects.public().filter(submission__call=found.call).values("submission")
    others = counted.exclude(assignment__submission__in=out).values("assignment__submission").distinct().count()
    if not 0 < others < FEWEST:
        return counted
    found.is_of_published = True
    return counted.filter(assignment__submission__in=out)


def _count_panel(found: Counts, call: Call) -> None:
    seats = Seat.objects.filter(call=call, state=Seat.State.ACCEPTED).values_list("user", "part")
    users = dict(seats)
    found.panel_size = len(users)
    found.panel_parts.update(users.values())
    for languages in Expert.objects.filter(user__in=users).values_list("languages", flat=True):
        found.panel_languages.update(languages)
