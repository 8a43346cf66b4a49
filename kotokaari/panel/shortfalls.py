"""What an assignment lacks, by name, in sentences a chair can act on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.fields import read
from kotokaari.submissions.public import Submission

from .board import CONFLICT, LANGUAGE, UNDECLARED, Board, Pair, expert_of
from .models import Seat


@dataclass(frozen=True, slots=True)
class Lack:
    """What one submission, or one member, goes without."""

    of: Submission | Seat
    sentences: tuple[str, ...]
    is_grave: bool = False  # fewer assessments than wanted


def of_submissions(
    board: Board, pairs: Collection[Pair], *, per_submission: int, wishes: Mapping[str, bool]
) -> list[Lack]:
    """Each submission that lacks something, those with too few assessments first."""
    groups: dict[int, list[int]] = defaultdict(list)
    for submission, seat in pairs:
        groups[submission].append(seat)
    found = [
        Lack(submission, tuple(sentences), len(groups[submission.pk]) < per_submission)
        for submission in board.submissions
        if (sentences := list(_of_one(board, submission, groups[submission.pk], per_submission, wishes)))
    ]
    return sorted(found, key=lambda lack: not lack.is_grave)


def _of_one(
    board: Board, submission: Submission, judges: list[int], wanted: int, wishes: Mapping[str, bool]
) -> Iterable[str]:
    if len(judges) < wanted:
        yield ngettext(
            "Gets %(got)d assessment of the %(wanted)d wanted.",
            "Gets %(got)d assessments of the %(wanted)d wanted.",
            len(judges),
        ) % {"got": len(judges), "wanted": wanted}
        yield from why_few(board, submission, wanted)
    if wishes.get("experience") and not board.by_experience & set(judges):
        yield _("Nobody among its assessors has own experience of moving to the country.")
    if wishes.get("organisation"):
        names = _organisations(board)
        crowd = Counter(board.organisations[judge] for judge in judges if judge in board.organisations)
        for organisation, count in crowd.items():
            if count > 1:
                values = {"count": count, "organisation": names[organisation]}
                yield _("%(count)d of its assessors come from %(organisation)s.") % values


def why_few(board: Board, submission: Submission, wanted: int) -> Iterable[str]:
    """Why there are too few to choose from, or that all of them are full."""
    counts = Counter(board.hindrance(submission, seat) for seat in board.seats)
    if counts[""] >= wanted:
        yield _("There are members who could judge it, but they have as many as they take.")
        return
    if count := counts[""]:
        yield ngettext(
            "Only %(count)d member of the panel can judge it.",
            "Only %(count)d members of the panel can judge it.",
            count,
        ) % {"count": count}
    else:
        yield _("Nobody on the panel can judge it.")
    if count := counts[CONFLICT]:
        yield ngettext("%(count)d member has a conflict.", "%(count)d members have a conflict.", count) % {
            "count": count
        }
    if count := counts[UNDECLARED]:
        yield ngettext(
            "%(count)d member has not declared conflicts yet.",
            "%(count)d members have not declared conflicts yet.",
            count,
        ) % {"count": count}
    if count := counts[LANGUAGE]:
        yield ngettext(
            "%(count)d member does not read its language.", "%(count)d members do not read its language.", count
        ) % {"count": count}


def _organisations(board: Board) -> dict[int, str]:
    experts = [expert_of(seat) for seat in board.seats]
    return {one.organisation.pk: str(read(one.organisation.name)) for one in experts if one and one.organisation}


def together(lacks: Iterable[Lack]) -> list[tuple[tuple[str, ...], bool, list[Submission | Seat]]]:
    """Those that lack the same, under one sentence: (sentences, whether it is grave, of which)."""
    found: dict[tuple[tuple[str, ...], bool], list[Submission | Seat]] = defaultdict(list)
    for lack in lacks:
        found[lack.sentences, lack.is_grave].append(lack.of)
    return [(sentences, is_grave, of) for (sentences, is_grave), of in found.items()]


def of_members(board: Board, loads: Mapping[int, int]) -> list[Lack]:
    """Each member with fewer submissions than agreed."""
    found = []
    for seat in board.seats:
        got = loads.get(seat.pk, 0)
        if got < seat.least:
            sentence = _("Gets %(got)d, agreed on %(least)d at least.") % {"got": got, "least": seat.least}
            found.append(Lack(seat, (sentence,)))
    return found
