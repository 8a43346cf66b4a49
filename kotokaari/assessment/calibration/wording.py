"""What the figures say, in sentences for people who lead a panel."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.fields import read

from .scores import Named, Scores
from .showing import figure

RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff 2004, "Content analysis", p. 241
FAR_APART = 1.0  # levels between two judges
SHARED = 2  # submissions at least
MOST = 8
ODD, EVEN = 1.5, 0.5  # infit: Linacre 2002, "What do infit and outfit mean?", productive from 0.5 to 1.5
SHOWN = 6


def of_alpha(value: float | None) -> str:
    """What an alpha means."""
    if value is None:
        return _("Cannot be said: no submission was judged twice on it, or all are alike.")
    if value >= RELIABLE:
        return _("The panel agrees.")
    if value >= TENTATIVE:
        return _("The panel agrees roughly.")
    if value > 0:
        return _("The panel agrees little.")
    return _("No more agreement than by chance.")


def reading(scores: Scores, result: dict[str, Any], judges: dict[str, str]) -> list[str]:
    """Plain sentences, what to talk about first."""
    return [
        *_far_apart(scores, judges),
        *_severities(result, judges),
        *_odd_judges(result, judges),
        *_disagreement(scores, result),
    ]


def _far_apart(scores: Scores, judges: dict[str, str]) -> list[str]:
    """Pairs of judges who differ by more than a level on a criterion, over the submissions that both judged."""
    names = {criterion.code: str(read(criterion.name)) for criterion in scores.criteria}
    given: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for submission, seat, code, level in scores.found:
        if level is not None:
            given[code, submission][seat] = level
    apart: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for (code, _submission), levels in given.items():
        for one, other in combinations(sorted(levels), 2):
            apart[code, one, other].append(levels[one] - levels[other])
    found = [
        (abs(sum(gaps)) / len(gaps), len(gaps), sum(gaps) > 0, key)
        for key, gaps in apart.items()
        if len(gaps) >= SHARED
    ]
    sentences = []
    for gap, shared, one_is_higher, (code, one, other) in sorted(found, reverse=True)[:MOST]:
        if gap > FAR_APART:
            higher, lower = (one, other) if one_is_higher else (other, one)
            sentences.append(
                _(
                    "%(higher)s gives on average %(gap)s levels more than %(lower)s on “%(criterion)s”, over "
                    "%(shared)s submissions that both judged: talk about it."
                )
                % {
                    "higher": judges.get(str(higher), higher),
                    "lower": judges.get(str(lower), lower),
                    "gap": figure(gap, 1),
                    "criterion": names[code],
                    "shared": shared,
                }
            )
    return sentences


def _severities(result: dict[str, Any], judges: dict[str, str]) -> list[str]:
    mixed = (result["mixed"] or {"judges": {}})["judges"]
    sentences = []
    for seat, its in sorted(mixed.items(), key=lambda item: -abs(item[1]["severity"])):
        if abs(its["severity"]) < 0.5 or abs(its["severity"]) < 1.96 * its["se"]:
            continue
        words = {"judge": judges.get(seat, seat), "by": figure(abs(its["severity"]), 1)}
        sentences.append(
            _("%(judge)s is severe: about %(by)s levels below the middle of the panel on the same submissions.") % words
            if its["severity"] > 0
            else _("%(judge)s is mild: about %(by)s levels above the middle of the panel on the same submissions.")
            % words
        )
    return sentences[:MOST]


def _odd_judges(result: dict[str, Any], judges: dict[str, str]) -> list[str]:
    sentences = []
    for row in result["judges"]:
        words = {"judge": judges.get(row["id"], row["id"]), "infit": figure(row["infit"])}
        if row["infit"] is not None and row["infit"] > ODD:
            sentences.append(
                _(
                    "%(judge)s’s levels often go against what the others found (infit %(infit)s): ask how they read the levels."
                )
                % words
            )
        elif row["infit"] is not None and row["infit"] < EVEN:
            sentences.append(
                _(
                    "%(judge)s’s levels are more even than judging usually is (infit %(infit)s): do they use the whole scale?"
                )
                % words
            )
    return sentences[:MOST]


def _disagreement(scores: Scores, result: dict[str, Any]) -> list[str]:
    sentences = []
    for criterion in scores.criteria:
        alpha = result["alpha"].get(criterion.code, {}).get("value")
        if alpha is not None and alpha < 0.4:
            sentences.append(
                _(
                    "On “%(criterion)s” the panel agrees little (alpha %(alpha)s): its levels may be read in different ways."
                )
                % {"criterion": read(criterion.name), "alpha": figure(alpha)}
            )
    return sentences


def refusal(result: dict[str, Any], judges: dict[str, str], names: dict[str, Named]) -> tuple[str, list[str]]:
    """Why the Rasch model was not estimated, and the parts between which nothing can be compared."""
    reason = result.get("refused", "")
    simple = {
        "too-few": _("Scores of two submissions or more are needed."),
        "one-level": _("All scores are the same level, so nothing can be told apart."),
        "all-extreme": _("There are only lowest and highest scores, so nothing can be compared."),
    }
    if reason in simple:
        return simple[reason], []
    parts = [_part(part, judges, names) for part in result.get("parts", [])]
    if not parts:
        return _("Judges and criteria cannot be told apart: each judge scored other criteria."), []
    told = ngettext(
        "The scores are one part only.",
        "The scores fall into %(count)s parts that nobody connects: no member of the panel has judged in two of them, so "
        "a mild judge and a good submission look the same. Give one submission of each part to a member of another.",
        len(parts),
    ) % {"count": len(parts)}
    return told, parts


def _part(part: dict[str, list[str]], judges: dict[str, str], names: dict[str, Named]) -> str:
    people = [judges.get(seat, seat) for seat in part.get("judges", [])]
    numbers = [f"{names[key].number}" for key in part.get("submissions", []) if key in names]
    return _("%(judges)s: submissions %(submissions)s") % {
        "judges": _some(people),
        "submissions": _some(numbers) or "–",
    }


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return shown if more <= 0 else _("%(shown)s and %(more)s more") % {"shown": shown, "more": more}


def notes(result: dict[str, Any], judges: dict[str, str], names: dict[str, Named]) -> list[str]:
    """What was set aside or could not be used, each in a sentence."""
    return [_note(note, judges, names) for note in result.get("notes", [])]


def _note(note: dict[str, Any], judges: dict[str, str], names: dict[str, Named]) -> str:
    code, ids = note["code"], note.get("ids", [])
    who = _some([judges.get(i) or (str(names[i].number) if i in names else i) for i in ids])
    levels = _some([str(level) for level in note.get("levels", [])])
    if code.startswith("extreme-judges"):
        return _("%(who)s gave one end of the scale only: the severity is estimated from 0.3 of a level inwards.") % {
            "who": who
        }
    if code.startswith("extreme-"):
        return _(
            "Only one end of the scale was given to %(who)s: the estimate is made from 0.3 of a level inwards."
        ) % {"who": who}
    if code == "no-scores":
        return _("Nobody could judge %(who)s: nothing is estimated.") % {"who": who}
    if code == "held":
        return _(
            "There are few scores, and some submissions are ranked wholly above others: no finite estimate fits best. "
            "The estimates are held back by a weak assumption; read them as directions more than distances."
        )
    if code in ("unused-levels", "levels-of-extremes"):
        return _("Level %(levels)s was hardly ever or never given: it keeps its place and has no threshold.") % {
            "levels": levels
        }
    return _("The estimates had not settled: read them with care.")
