"""The table on which work is shared out: who sits, what is to be judged, and what hinders which pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kotokaari.calls.public import Call
from kotokaari.foundation.text import LANGUAGES
from kotokaari.submissions.public import Recusal, Submission
from kotokaari.vocabulary.public import concept_book

from . import queries
from .affinity import Affinity, Member, Work, affinity
from .models import Assignment, Declaration, Expert, Seat
from .registries import begun_of

CONFLICT, UNDECLARED, LANGUAGE, READS = "conflict", "undeclared", "language", "reads"
Pair = tuple[int, int]  # keys of submission and seat


@dataclass
class Board:
    """Everything an assignment asks, read once."""

    seats: list[Seat]
    submissions: list[Submission]
    barred: set[tuple[int, int]] = field(default_factory=set)  # submission, user
    clear: set[Pair] = field(default_factory=set)
    standing: list[Assignment] = field(default_factory=list)
    runs: set[int] = field(default_factory=set)  # people who read scores: those who run the call or the house

    @cached_property
    def members(self) -> dict[int, Member]:
        """What each seat's person brings."""
        return {seat.pk: member_of(seat) for seat in self.seats}

    @cached_property
    def works(self) -> dict[int, Work]:
        """What each submission asks for."""
        return {submission.pk: work_of(submission) for submission in self.submissions}

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """The concepts beside each theme that a submission names."""
        book, found = concept_book(), {}
        for theme in {theme for work in self.works.values() for theme in work.themes}:
            entry = book.get(theme)
            found[theme] = frozenset((*entry.broader, *entry.narrower, *entry.related)) if entry else frozenset()
        return found

    def suits(self, submission: Submission, seat: Seat) -> Affinity:
        """How well this member suits this submission."""
        return affinity(self.members[seat.pk], self.works[submission.pk], self.neighbours)

    def hindrance(self, submission: Submission, seat: Seat) -> str:
        """Why the pair cannot be; "" when it can. A conflict comes first, so that nothing else is told of it."""
        if (submission.pk, seat.user_id) in self.barred:
            return CONFLICT
        if (submission.pk, seat.pk) not in self.clear:
            return UNDECLARED
        if self.may_have_read(submission.pk, seat):
            return READS
        return LANGUAGE if self.suits(submission, seat).value is None else ""

    def may_have_read(self, submission: int, seat: Seat) -> bool:
        """True where others have begun to judge it, and this member reads scores: alone first holds for them too."""
        if seat.user_id not in self.runs or (submission, seat.pk) in self._given:
            return False
        return bool(self._begun[submission] - {seat.pk})

    @cached_property
    def _given(self) -> set[Pair]:
        return {(one.submission_id, one.seat_id) for one in self.standing}

    @cached_property
    def _begun(self) -> Mapping[int, set[int]]:
        """The seats that have begun to judge each submission, those that have left too. Two queries."""
        every = Assignment.objects.filter(submission__in=[one.pk for one in self.submissions])
        known = {key: (submission, seat) for key, submission, seat in every.values_list("pk", "submission", "seat")}
        found: dict[int, set[int]] = defaultdict(set)
        for key in begun_of(known):
            found[known[key][0]].add(known[key][1])
        return found

    def possible(self) -> dict[Pair, float]:
        """Every pair that can be, with its affinity."""
        found: dict[Pair, float] = {}
        for submission in self.submissions:
            for seat in self.seats:
                if (submission.pk, seat.user_id) in self.barred or (submission.pk, seat.pk) not in self.clear:
                    continue
                if self.may_have_read(submission.pk, seat):
                    continue
                value = self.suits(submission, seat).value
                if value is not None:
                    found[submission.pk, seat.pk] = value
        return found

    @cached_property
    def by_experience(self) -> frozenset[int]:
        """Seats whose person has own experience of moving and lets it be used."""
        return frozenset(seat.pk for seat in self.seats if has_experience(seat))

    @cached_property
    def organisations(self) -> dict[int, int]:
        """The organisation of each seat's person, where it is said."""
        found = {seat.pk: expert_of(seat) for seat in self.seats}
        return {key: one.organisation_id for key, one in found.items() if one and one.organisation_id}

    @cached_property
    def loads(self) -> dict[int, int]:
        """How many submissions each seat has now."""
        counts: dict[int, int] = defaultdict(int)
        for one in self.standing:
            counts[one.seat_id] += 1
        return counts

    def of_submission(self, key: int) -> list[Assignment]:
        """Who judges it now."""
        return [one for one in self.standing if one.submission_id == key]


def expert_of(seat: Seat) -> Expert | None:
    """The profile of the seat's person, if there is one."""
    return getattr(seat.user, "expert", None)


def has_experience(seat: Seat) -> bool:
    """True for an assessor by experience, and for an expert who consented to its use."""
    expert = expert_of(seat)
    consented = bool(expert and expert.has_moved and expert.has_moved_consented_at)
    return seat.part == Seat.Part.BY_EXPERIENCE or consented


def member_of(seat: Seat) -> Member:
    """What the seat's person brings. Without a profile: the language of the account alone."""
    expert = expert_of(seat)
    if expert is None:
        return Member(languages=frozenset({seat.user.language}))
    themes = frozenset(concept.code for concept in expert.fields.all())
    return Member(themes, frozenset(expert.languages), frozenset(expert.size_bands))


def work_of(submission: Submission) -> Work:
    """What the submission asks for, from what was last sent."""
    version = submission.current
    record: Mapping[str, Any] = version.record if version else {}
    source = version.source_language if version else submission.source_language
    themes = tuple(record.get("themes") or ())
    return Work(themes, source, readable_in(record), record.get("size_band") or "")


def readable_in(record: Mapping[str, Any]) -> frozenset[str]:
    """The languages in which every text of a record can be read."""
    found = set(LANGUAGES)
    for texts in _texts(record.values()):
        found &= {language for language, said in texts.items() if (said.get("text") or "").strip()}
    return frozenset(found)


def _texts(values: Iterable[Any]) -> Iterable[Mapping[str, Any]]:
    for value in values:
        if isinstance(value, Mapping) and isinstance(value.get("texts"), Mapping):
            yield value["texts"]
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, list):
            yield from _texts(value)


def board_of(call: Call, submissions: Sequence[Submission] | None = None) -> Board:
    """The board of a call; with ``submissions`` only of these (those somebody may know of). Eight queries."""
    if submissions is None:
        submissions = list(queries.to_judge(call).select_related("current", "organisation"))
    keys = [submission.pk for submission in submissions]
    seats = list(
        call.seats.sitting().select_related("user__expert__organisation").prefetch_related("user__expert__fields")
    )
    barred = Recusal.objects.filter(submission__in=keys, lifted_at__isnull=True)
    clear = Declaration.objects.filter(submission__in=keys, answer=Declaration.Answer.NONE)
    standing = queries.standing_of(call).filter(submission__in=keys)
    runs = {seat.user_id for seat in seats if seat.user.is_administrator}
    runs |= set(call.people.values_list("user", flat=True)) & {seat.user_id for seat in seats}
    return Board(
        seats=seats,
        submissions=list(submissions),
        barred=set(barred.values_list("submission_id", "user_id")),
        clear=set(clear.values_list("submission_id", "seat_id")),
        standing=list(standing.select_related("seat__user", "submission")),
        runs=runs,
    )
