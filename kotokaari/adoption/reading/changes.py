"""What adopters do otherwise: FRAME's kinds of change, counted, with the adopters' own sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kotokaari.foundation.text import TranslatedText

from ..models import Adaptation

SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and whose it is."""

    text: TranslatedText
    who: str
    url: str
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: its nature, what it concerns, by how many of those who told of any, and their sentences."""

    nature: str
    what: str
    count: int
    all: int
    said: list[Said] = field(default_factory=list)
    more: int = 0

    @property
    def share(self) -> int:
        """Of a hundred adopters that changed something, so many changed this."""
        return round(100 * self.count / self.all)

    @property
    def words(self) -> str:
        """By how many adopters."""
        values = {"count": self.count, "all": self.all}
        return ngettext("%(count)s of %(all)s adopter", "%(count)s of %(all)s adopters", self.all) % values


@dataclass(frozen=True, slots=True)
class Matrix:
    """Nature by what: how many adopters changed it so. Empty rows and columns are left out."""

    columns: list[str]
    rows: list[tuple[str, list[int]]]
    most: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything adopters changed."""

    common: list[Change]
    matrix: Matrix
    sentence: str


def what_label(value: str) -> str:
    """What is modified, in a word or two: for tables, where FRAME's full words are too long."""
    return {
        "content": pgettext("adaptation, short", "Content"),
        "context": pgettext("adaptation, short", "Context"),
        "training_evaluation": pgettext("adaptation, short", "Training, evaluation"),
        "implementation": pgettext("adaptation, short", "Bringing into use"),
    }.get(value, value)


def changes(
    adaptations: Sequence[Adaptation], said: Callable[[Adaptation], Said], sentences: int = SENTENCES
) -> Changes | None:
    """What was changed, the most often changed first; None when nobody has told of any."""
    if not adaptations:
        return None
    pairs: dict[tuple[str, str], list[Adaptation]] = defaultdict(list)
    for adaptation in adaptations:
        pairs[adaptation.nature, adaptation.what].append(adaptation)
    natures, whats = _labels(Adaptation.Nature.choices), _labels(Adaptation.What.choices)
    adopters = len({one.adoption_id for one in adaptations})
    common = []
    for (nature, what), found in pairs.items():
        told = [said(one) for one in found[:sentences] if one.text]
        count = len({one.adoption_id for one in found})
        common.append(Change(natures[nature], whats[what], count, adopters, told, max(len(found) - sentences, 0)))
    common.sort(key=lambda change: (-change.count, change.nature, change.what))
    return Changes(common, _matrix(pairs), _sentence(adaptations, common))


def _labels(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}


def _matrix(pairs: dict[tuple[str, str], list[Adaptation]]) -> Matrix:
    whats = [value for value in Adaptation.What.values if any(what == value for _nature, what in pairs)]
    rows = []
    for nature, label in Adaptation.Nature.choices:
        cells = [len({one.adoption_id for one in pairs.get((nature, what), ())}) for what in whats]
        if any(cells):
            rows.append((str(label), cells))
    return Matrix([what_label(what) for what in whats], rows, max(max(cells) for _label, cells in rows))


def _sentence(adaptations: Sequence[Adaptation], common: list[Change]) -> str:
    adopters = len({one.adoption_id for one in adaptations})
    said = [
        ngettext("%(count)s change told", "%(count)s changes told", len(adaptations)) % {"count": len(adaptations)}
        + " "
        + ngettext("by %(count)s adopter.", "by %(count)s adopters.", adopters) % {"count": adopters}
    ]
    first = common[0]
    if first.count > 1 and (len(common) == 1 or common[1].count < first.count):
        said.append(_("Most often: %(nature)s.") % {"nature": first.nature[:1].lower() + first.nature[1:]})
    known = [one.fidelity for one in adaptations if one.fidelity in ("consistent", "inconsistent")]
    if known:
        kept = known.count("consistent")
        said.append(
            ngettext(
                "The core of the practice is kept in %(kept)s of the %(count)s where it was asked.",
                "The core of the practice is kept in %(kept)s of the %(count)s where it was asked.",
                len(known),
            )
            % {"kept": kept, "count": len(known)}
        )
    return " ".join(said)
