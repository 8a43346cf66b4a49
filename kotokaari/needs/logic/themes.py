"""Which needs come first: gaps between importance and today, with their uncertainty and stability.

The gap of an answer is importance minus how well it works today (gap analysis; Martilla & James 1977, "Importance-
performance analysis"; Witkin & Altschuld 1995, chapter 8). Professions answer unequally often, so a mean is a
post-stratified one (Holt & Smith 1979): each profession counts by its size, or all alike when sizes are not known.
Professions with fewer than five answers to an item are taken together for it, so that no single answer is weighed up
or can be worked out. Intervals are those of a stratified mean with the degrees of freedom of Satterthwaite (1946;
Cochran 1977, section 5.4). Stability is how often an item is among the first K when respondents are drawn anew within
their profession (Efron & Tibshirani 1993, chapter 6; Hall & Miller 2009 on bootstrapped ranks). Whether professions
disagree about an item is tested as Welch (1951) does for unequal spreads, with Holm's (1979) correction over items.

NumPy and SciPy are opened when themes are sought, not before; SciPy's special functions alone, which open in a third of
the time that its statistics take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

LEAST = 5  # fewer answers are never told of by themselves
LEVEL = 0.95
DRAWS = 2000
MOST_WORK = 4e9  # multiplications of the draws; with more answers there are fewer draws, but not under 200
SEED = 2026


class Answer(NamedTuple):
    """How important an item is to a respondent and how well it works today, on one scale. None: not answered."""

    respondent: str
    profession: str
    municipality: str
    item: str
    importance: float | None
    current: float | None


class OfProfession(NamedTuple):
    """A profession's own mean gap of an item and its interval."""

    profession: str
    n: int
    gap: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Item:
    """An item that may be told of. ``n`` respondents gave both marks; means and gap are weighted, ``raw_gap`` is not."""

    item: str
    n: int
    importance: float
    current: float
    gap: float
    low: float
    high: float
    rank: int
    stability: float
    raw_gap: float
    professions: tuple[OfProfession, ...]
    disagreement: float | None  # Holm-corrected p-value; None with fewer than two professions to compare


@dataclass(frozen=True, slots=True)
class Found:
    """The items, first the widest gap; ``top`` are the first K; ``withheld`` have too few answers to be told of."""

    items: tuple[Item, ...]
    top: tuple[str, ...]
    withheld: tuple[str, ...]
    respondents: int
    draws: int


def find_themes(
    answers: Iterable[Answer],
    top: int,
    *,
    sizes: Mapping[str, float] | None = None,
    weighted: bool = True,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> Found:
    """Items by their gap.

    ``sizes``: how many work in each profession (those not named count nothing); without it all professions count
    alike. ``weighted=False`` lets every respondent count alike. ``progress`` is told the share of draws done.

    Raises ValueError for ``top`` below 1, for a size that is not above zero, and when a respondent answers an item
    twice or has two professions.
    """
    if top < 1:
        raise ValueError("at least one item is to be at the top")
    if sizes is not None and any(not size > 0 for size in sizes.values()):
        raise ValueError("a size is to be above zero")
    table = _Table.of(answers, sizes, weighted)
    shown = table.shown()
    draws = max(200, min(draws, int(MOST_WORK / max(1, table.gaps.size)))) if shown else 0
    estimates = [_estimate(table, column) for column in shown]
    stability = _stability(table, shown, top, draws, progress)
    p_values = _holm([one.p for one in estimates])
    order = sorted(range(len(shown)), key=lambda at: (-estimates[at].gap, table.items[shown[at]]))
    items = tuple(
        Item(
            table.items[shown[at]],
            estimates[at].n,
            estimates[at].importance,
            estimates[at].current,
            estimates[at].gap,
            estimates[at].low,
            estimates[at].high,
            rank,
            stability[at],
            estimates[at].raw,
            estimates[at].professions,
            p_values[at],
        )
        for rank, at in enumerate(order, 1)
    )
    withheld = tuple(item for column, item in enumerate(table.items) if column not in set(shown))
    return Found(items, tuple(item.item for item in items[:top]), withheld, len(table.stratum), draws)


@dataclass(frozen=True, slots=True)
class _Table:
    """Respondents × items, NaN where not both marks were given; ``stratum``: the profession's place by respondent."""

    items: list[str]
    professions: list[str]
    stratum: np.ndarray
    importance: np.ndarray
    current: np.ndarray
    gaps: np.ndarray
    sizes: np.ndarray | None  # by profession; None: every respondent counts alike

    @classmethod
    def of(cls, answers: Iterable[Answer], sizes: Mapping[str, float] | None, weighted: bool) -> _Table:
        import numpy as np

        marks: dict[tuple[str, str], tuple[float, float]] = {}
        profession: dict[str, str] = {}
        items: dict[str, int] = {}
        for answer in answers:
            if profession.setdefault(answer.respondent, answer.profession) != answer.profession:
                raise ValueError(f"respondent {answer.respondent} has two professions")
            items.setdefault(answer.item, len(items))
            if (answer.respondent, answer.item) in marks:
                raise ValueError(f"respondent {answer.respondent} answers {answer.item} twice")
            both = answer.importance is not None and answer.current is not None
            marks[answer.respondent, answer.item] = (
                (float(answer.importance), float(answer.current)) if both else (np.nan, np.nan)  # type: ignore[arg-type]
            )
        row = {respondent: number for number, respondent in enumerate(profession)}
        names = sorted(set(profession.values()))
        place = {name: number for number, name in enumerate(names)}
        importance = np.full((len(row), len(items)), np.nan)
        current = importance.copy()
        for (respondent, item), (wanted, now) in marks.items():
            importance[row[respondent], items[item]], current[row[respondent], items[item]] = wanted, now
        weights = None
        if weighted:
            weights = np.array([1.0 if sizes is None else float(sizes.get(name, 0.0)) for name in names])
        strata = np.array([place[name] for name in profession.values()], dtype=int)
        return cls(list(items), names, strata, importance, current, importance - current, weights)

    def shown(self) -> list[int]:
        """Items with enough answers, of professions that count."""
        import numpy as np

        given = ~np.isnan(self.gaps)
        if self.sizes is not None:
            given &= (self.sizes[self.stratum] > 0)[:, None]
        return [int(column) for column in np.flatnonzero(given.sum(axis=0) >= LEAST)]

    def strata(self, column: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of an item: the rows with an answer, each row's stratum (small professions taken together), and their shares."""
        import numpy as np

        rows = np.flatnonzero(~np.isnan(self.gaps[:, column]))
        if self.sizes is None:
            return rows, np.zeros(len(rows), int), np.ones(1)
        rows = rows[self.sizes[self.stratum[rows]] > 0]
        counts = np.bincount(self.stratum[rows], minlength=len(self.professions))
        groups = _taken_together(counts)
        number = {profession: at for at, members in enumerate(groups) for profession in members}
        shares = np.array([sum(self.sizes[profession] for profession in members) for members in groups])
        return rows, np.array([number[one] for one in self.stratum[rows]]), shares / shares.sum()


def _taken_together(counts: np.ndarray) -> list[list[int]]:
    """Professions by place: each alone when it has enough answers, the small ones as one, with the next smallest if need be."""
    present = sorted((int(count), at) for at, count in enumerate(counts) if count)
    small = [at for count, at in present if count < LEAST]
    large = [at for count, at in present if count >= LEAST]
    while small and large and sum(int(counts[at]) for at in small) < LEAST:
        small.append(large.pop(0))
    return [[at] for at in large] + ([small] if small else [])


class _Estimate(NamedTuple):
    n: int
    importance: float
    current: float
    gap: float
    low: float
    high: float
    raw: float
    professions: tuple[OfProfession, ...]
    p: float | None


def _estimate(table: _Table, column: int) -> _Estimate:
    import numpy as np

    rows, stratum, shares = table.strata(column)
    gaps = table.gaps[rows, column]
    counts = np.bincount(stratum, minlength=len(shares))
    mean = lambda values: np.bincount(stratum, values, minlength=len(shares)) / counts  # noqa: E731
    gap = float(shares @ mean(gaps))
    spread = _variances(gaps, stratum, counts)
    half = _half_width(shares**2 * spread / counts, counts)
    professions, p_value = _by_profession(table, column)
    return _Estimate(
        len(rows),
        float(shares @ mean(table.importance[rows, column])),
        float(shares @ mean(table.current[rows, column])),
        gap,
        gap - half,
        gap + half,
        float(np.nanmean(table.gaps[:, column])),
        professions,
        p_value,
    )


def _variances(values: np.ndarray, stratum: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The variance within each stratum; a stratum of one takes that of all others together."""
    import numpy as np

    means = np.bincount(stratum, values, minlength=len(counts)) / counts
    squares = np.bincount(stratum, (values - means[stratum]) ** 2, minlength=len(counts))
    pooled = squares.sum() / max(1, int((counts - 1).sum()))
    return np.where(counts > 1, squares / np.maximum(1, counts - 1), pooled)


def _half_width(parts: np.ndarray, counts: np.ndarray) -> float:
    """Half the interval of a sum of independent means with these variances."""
    import numpy as np
    from scipy.special import stdtrit

    total = float(parts.sum())
    if total <= 0:
        return 0.0
    freedom = total**2 / float((parts**2 / np.maximum(1, counts - 1)).sum())
    return float(stdtrit(freedom, (1 + LEVEL) / 2)) * total**0.5


def _by_profession(table: _Table, column: int) -> tuple[tuple[OfProfession, ...], float | None]:
    """Professions that may be told of for this item, and whether their means differ (p-value)."""
    import numpy as np

    given = ~np.isnan(table.gaps[:, column])
    values = [table.gaps[given & (table.stratum == at), column] for at in range(len(table.professions))]
    told = _tellable([len(of) for of in values])
    found = []
    for at in told:
        one, mean = values[at], float(values[at].mean())
        half = _half_width(np.array([one.var(ddof=1) / len(one)]), np.array([len(one)]))
        found.append(OfProfession(table.professions[at], len(one), mean, mean - half, mean + half))
    return tuple(found), _welch([values[at] for at in told])


def _tellable(counts: Sequence[int]) -> list[int]:
    """Places whose count may be told, so that no smaller one can be worked out from the sum of all."""
    told = [at for at, count in enumerate(counts) if count >= LEAST]
    hidden = sum(count for count in counts if 0 < count < LEAST)
    while told and 0 < hidden < LEAST:
        smallest = min(told, key=lambda at: counts[at])
        told.remove(smallest)
        hidden += counts[smallest]
    return told


def _welch(samples: Sequence[np.ndarray]) -> float | None:
    """The p-value of Welch's (1951) test that several means are alike, whatever their spreads."""
    import numpy as np
    from scipy.special import fdtrc

    samples = [sample for sample in samples if sample.var() > 0]
    many = len(samples)
    if many < 2:
        return None
    counts = np.array([len(sample) for sample in samples])
    weights = counts / np.array([sample.var(ddof=1) for sample in samples])
    means = np.array([sample.mean() for sample in samples])
    centre = float(weights @ means / weights.sum())
    lack = float((((1 - weights / weights.sum()) ** 2) / (counts - 1)).sum())
    value = float(weights @ (means - centre) ** 2) / (many - 1) / (1 + 2 * (many - 2) / (many**2 - 1) * lack)
    return float(fdtrc(many - 1, (many**2 - 1) / (3 * lack), value))


def _holm(p_values: Sequence[float | None]) -> list[float | None]:
    order = sorted((value, at) for at, value in enumerate(p_values) if value is not None)
    found: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for place, (value, at) in enumerate(order):
        highest = max(highest, min(1.0, value * (len(order) - place)))
        found[at] = highest
    return found


def _stability(
    table: _Table, shown: Sequence[int], top: int, draws: int, progress: Callable[[float], None] | None
) -> list[float]:
    """How often each item is among the first; items that tie for the last places share them."""
    import numpy as np

    if len(shown) <= top:
        return [1.0] * len(shown)
    random = np.random.default_rng(SEED)
    within = [np.flatnonzero(table.stratum == at) for at in range(len(table.professions))]
    plans = [table.strata(column) for column in shown]
    held = np.zeros(len(shown))
    done, chunk = 0, max(1, min(draws, int(2e7 // max(1, len(table.stratum)))))
    while done < draws:
        many = min(chunk, draws - done)
        times = np.zeros((many, len(table.stratum)))
        for rows in within:
            times[:, rows] = random.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=many)
        gaps = np.column_stack(
            [_drawn(table.gaps[plan[0], column], times, plan) for column, plan in zip(shown, plans, strict=True)]
        )
        held += _among_first(gaps, top).sum(axis=0)
        done += many
        if progress:
            progress(done / draws)
    return [float(value) for value in held / draws]


def _drawn(gaps: np.ndarray, times: np.ndarray, plan: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """The weighted mean gap in each draw; a stratum nobody was drawn from leaves its share to the others."""
    import numpy as np

    rows, stratum, shares = plan
    belongs = (stratum[:, None] == np.arange(len(shares))).astype(float)
    drawn = times[:, rows]
    counts, sums = drawn @ belongs, drawn @ (belongs * gaps[:, None])
    weights = shares * (counts > 0)
    total = weights.sum(axis=1)
    means = (weights * sums / np.maximum(counts, 1)).sum(axis=1)
    return np.where(total > 0, means / np.where(total > 0, total, 1), -np.inf)


def _among_first(gaps: np.ndarray, top: int) -> np.ndarray:
    """1 for items above the last place among the first, a share of the places left for those on it, else 0."""
    import numpy as np

    gaps = np.round(gaps, 9)
    last = -np.partition(-gaps, top - 1, axis=1)[:, top - 1 : top]
    above, on = gaps > last, gaps == last
    left = top - above.sum(axis=1, keepdims=True)
    return above + on * left / on.sum(axis=1, keepdims=True)
