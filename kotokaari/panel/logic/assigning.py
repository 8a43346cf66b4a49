"""Who judges what: the best assignment of judges to submissions, proven best.

Without wishes about the make-up of each group the problem is a transportation problem, whose vertices are whole
numbers (Hitchcock 1941; Ahuja, Magnanti & Orlin 1993, *Network Flows*, section 1.2): a min-cost flow finds the
greatest total affinity (Charlin & Zemel 2013 call the same sum the score of the Toronto system). The best
worst-served submission is a max-min problem (Lesca & Perny 2010; Stelmakh, Shah & Singh 2021); it and wishes
about the make-up are integer programmes (HiGHS; Huangfu & Hall 2018).

Numpy, OR-Tools and SciPy are opened when an assignment is made, not before.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np

Name = Hashable
Objective = Literal["total", "fair"]
MOST_DIGITS = 9  # decimals of an affinity that count
EXACT_PAIRS = 3_000  # up to here the best worst case is proven by an integer programme, if it is quick enough
EXACT_SECONDS = 4.0
SECONDS = 20.0  # the longest an integer programme may take
ROUNDS = 40  # of raising the worst-served submission where it is not
FIRST_ROUNDS, STEP = 8, 3.0  # rounds that settle the prices; how much they change in the first


class Pair(NamedTuple):
    """A judge who may get a submission, and how well they fit: any number, more is better."""

    submission: Name
    judge: Name
    affinity: float


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a good group of judges has, and what it costs, in affinity, to go without it.

    ``by_experience`` are the judges of whom each submission should have one; ``organisation`` gives the
    organisation of a judge, of which a submission should have one judge at most.
    """

    by_experience: Collection[Name] = ()
    organisation: Mapping[Name, Name] = field(default_factory=dict)
    review_weight: float = 1000.0  # of each review of the wanted number that is missing
    experience_weight: float = 3.0
    organisation_weight: float = 2.0
    least_weight: float = 1.0  # of each submission a judge has too few


class Shortfall(NamedTuple):
    """Something that is missing: ``what`` is reviews, experience, organisation (for a submission) or load (for a judge)."""

    what: Literal["reviews", "experience", "organisation", "load"]
    of: Name
    missing: int
    because: tuple[Name, ...] = ()  # judges or submissions that explain it


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment. ``pairs`` is empty when none exists; ``shortfalls`` then says which submissions lack what."""

    status: Literal["optimal", "infeasible"]
    pairs: tuple[Pair, ...]
    shortfalls: tuple[Shortfall, ...]
    seconds: float
    is_proven: bool = True  # False: a better worst case may exist, but not above ``bound``
    bound: float | None = None

    @property
    def total_affinity(self) -> float:
        """The sum over all pairs."""
        return sum(pair.affinity for pair in self.pairs)

    @property
    def by_submission(self) -> dict[Name, float]:
        """The sum of affinity of each submission's judges."""
        found: dict[Name, float] = defaultdict(float)
        for pair in self.pairs:
            found[pair.submission] += pair.affinity
        return dict(found)

    @property
    def min_submission_affinity(self) -> float:
        """That sum for the worst-served submission; 0 without pairs."""
        return min(self.by_submission.values(), default=0.0)

    @property
    def loads(self) -> dict[Name, int]:
        """How many submissions each judge got who got any."""
        found: dict[Name, int] = defaultdict(int)
        for pair in self.pairs:
            found[pair.judge] += 1
        return dict(found)


def assign(
    pairs: Iterable[Pair | tuple[Name, Name, float]],
    *,
    per_submission: int,
    most: int | Mapping[Name, int],
    least: int | Mapping[Name, int] = 0,
    objective: Objective = "total",
    conflicts: Collection[tuple[Name, Name]] = (),
    locked: Collection[tuple[Name, Name]] = (),
    standing: Collection[tuple[Name, Name]] = (),
    submissions: Iterable[Name] = (),
    judges: Iterable[Name] = (),
    wishes: Wishes | None = None,
    told: Callable[[float], None] | None = None,
) -> Assigned:
    """The best assignment of ``per_submission`` judges to each submission.

    ``pairs``: those that may be assigned; ``conflicts`` are taken out, whatever else is said. ``most`` and ``least``:
    submissions a judge may and must have, one number or one by judge. ``locked``: (submission, judge) that stay,
    within all bounds. ``standing``: what is in force now: then as few of those as possible are given up, and only
    among the ways of doing that is the affinity the greatest. ``submissions`` and ``judges`` name those that must
    count even when no pair has them. ``told`` hears how much is done, from 0 to 1, where the work has rounds.

    ``objective`` "total" makes the sum of affinity greatest. "fair" first makes the smallest sum of a submission
    greatest, then the total. Without ``wishes`` the number of reviews and ``least`` are demands: when they cannot
    be met, the status is "infeasible". With ``wishes`` (total only) they and the wishes may fall short, which
    ``shortfalls`` tells.

    Raises ValueError for numbers below zero, ``least`` over ``most``, a pair given twice, an affinity that is not
    a number, a locked pair that is in conflict or not among the pairs.
    """
    began = time.perf_counter()
    problem = _Problem.of(
        pairs, per_submission, most, least, set(conflicts), set(locked), set(standing), submissions, judges
    )
    if wishes is not None:
        chosen, proven, bound = _with_wishes(problem, wishes), True, None
    else:
        shortfalls = problem.plainly_missing() or _missing(problem)
        if shortfalls:
            return Assigned("infeasible", (), tuple(shortfalls), time.perf_counter() - began)
        if objective == "fair" and not problem.standing.any():
            chosen, proven, bound = _fair(problem, told or (lambda share: None))
        else:
            chosen, proven, bound = _must_flow(problem, problem.gain()), True, None
    found = tuple(problem.pair(index) for index in chosen)
    shortfalls = _fallen_short(problem, found, wishes) if wishes else []
    return Assigned("optimal", found, tuple(shortfalls), time.perf_counter() - began, proven, bound)


@dataclass(slots=True)
class _Problem:
    """The pairs as columns of numbers: row ``n`` is submission ``left[n]`` with judge ``right[n]``."""

    submissions: list[Name]
    judges: list[Name]
    left: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    affinity: np.ndarray[Any, Any]
    locked: np.ndarray[Any, Any]
    standing: np.ndarray[Any, Any]
    wanted: int
    most: np.ndarray[Any, Any]
    least: np.ndarray[Any, Any]

    @classmethod
    def of(
        cls,
        pairs: Iterable[Pair | tuple[Name, Name, float]],
        wanted: int,
        most: int | Mapping[Name, int],
        least: int | Mapping[Name, int],
        conflicts: set[tuple[Name, Name]],
        locked: set[tuple[Name, Name]],
        standing: set[tuple[Name, Name]],
        more_submissions: Iterable[Name],
        more_judges: Iterable[Name],
    ) -> _Problem:
        """Take in and check what was given. Raises ValueError."""
        from array import array

        import numpy as np

        place_of: dict[Name, int] = {name: at for at, name in enumerate(dict.fromkeys(more_submissions))}
        judge_at: dict[Name, int] = {name: at for at, name in enumerate(dict.fromkeys(more_judges))}
        left, right, affinity = array("i"), array("i"), array("d")
        held, kept = array("b"), array("b")
        for submission, judge, value in pairs:
            row, column = place_of.setdefault(submission, len(place_of)), judge_at.setdefault(judge, len(judge_at))
            if conflicts and (submission, judge) in conflicts:
                continue
            left.append(row)
            right.append(column)
            affinity.append(value)
            held.append(bool(locked) and (submission, judge) in locked)
            kept.append(bool(standing) and (submission, judge) in standing)
        if wanted < 1:
            raise ValueError("each submission needs one judge or more")
        judges = list(judge_at)
        problem = cls(
            list(place_of),
            judges,
            np.frombuffer(left, dtype=np.int32) if left else np.zeros(0, np.int32),
            np.frombuffer(right, dtype=np.int32) if right else np.zeros(0, np.int32),
            np.frombuffer(affinity, dtype=np.float64) if affinity else np.zeros(0),
            np.frombuffer(held, dtype=np.int8).astype(bool) if held else np.zeros(0, bool),
            np.frombuffer(kept, dtype=np.int8).astype(bool) if kept else np.zeros(0, bool),
            wanted,
            np.array([most if isinstance(most, int) else most.get(judge, 0) for judge in judges], dtype=np.int64),
            np.array([least if isinstance(least, int) else least.get(judge, 0) for judge in judges], dtype=np.int64),
        )
        problem.check(locked)
        return problem

    def check(self, locked: set[tuple[Name, Name]]) -> None:
        """Raises ValueError for what cannot be meant."""
        import numpy as np

        if not np.isfinite(self.affinity).all():
            raise ValueError(
                f"the affinity of {self.pair(int(np.argmin(np.isfinite(self.affinity))))[:2]} is not a number"
            )
        if (self.most < 0).any() or (self.least < 0).any() or (self.least > self.most).any():
            raise ValueError("a judge's least load lies between 0 and the most")
        keys = self.left.astype(np.int64) * max(len(self.judges), 1) + self.right
        values, counts = np.unique(keys, return_counts=True)
        if (counts > 1).any():
            twice = int(np.flatnonzero(keys == values[np.argmax(counts)])[0])
            raise ValueError(f"the pair {self.pair(twice)[:2]} is given twice")
        missing = locked - {self.pair(int(index))[:2] for index in np.flatnonzero(self.locked)}
        if missing:
            raise ValueError(f"the locked pair {sorted(missing, key=str)[0]} may not be assigned")

    def pair(self, index: int) -> Pair:
        """The pair of a row."""
        return Pair(self.submissions[self.left[index]], self.judges[self.right[index]], float(self.affinity[index]))

    def gain(self) -> np.ndarray[Any, Any]:
        """What a row is worth, in whole numbers: its affinity; before that, whether it stands now."""
        import numpy as np

        digits = 0
        while digits < MOST_DIGITS and not np.allclose(
            self.affinity * 10.0**digits, np.round(self.affinity * 10.0**digits), rtol=0, atol=1e-7
        ):
            digits += 1
        gain = np.round(self.affinity * 10.0**digits).astype(np.int64)
        if self.standing.any():
            spread = int(gain.max() - gain.min()) + 1 if len(gain) else 1
            gain = gain + self.standing * (spread * self.wanted * max(len(self.submissions), 1))
        return gain

    def plainly_missing(self) -> list[Shortfall]:
        """Submissions with fewer judges to choose from than they need."""
        import numpy as np

        free = self.most[self.right] > 0
        choices = np.bincount(self.left[free], minlength=len(self.submissions))
        return [
            Shortfall("reviews", self.submissions[at], int(self.wanted - choices[at]))
            for at in np.flatnonzero(choices < self.wanted)
        ]


def _flow(problem: _Problem, gain: np.ndarray[Any, Any]) -> list[int] | None:
    """The rows of the assignment whose gains sum to the most, or None when the demands cannot be met."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    submissions, judges, rows = len(problem.submissions), len(problem.judges), len(problem.left)
    end = submissions + judges
    network = min_cost_flow.SimpleMinCostFlow()
    # A locked row is worth more than any way of doing without it.
    worth = gain + problem.locked * (2 * int(np.abs(gain).max(initial=0)) * (submissions * problem.wanted + 1) + 1)
    network.add_arcs_with_capacity_and_unit_cost(
        problem.left, problem.right + submissions, np.ones(rows, np.int64), -worth
    )
    network.add_arcs_with_capacity_and_unit_cost(
        np.arange(submissions, end, dtype=np.int32),
        np.full(judges, end, np.int32),
        problem.most - problem.least,
        np.zeros(judges, np.int64),
    )
    supplies = np.concatenate(
        [np.full(submissions, problem.wanted), -problem.least, [problem.least.sum() - submissions * problem.wanted]]
    )
    network.set_nodes_supplies(np.arange(end + 1, dtype=np.int32), supplies.astype(np.int64))
    if network.solve() != network.OPTIMAL:
        return None
    chosen = np.flatnonzero(network.flows(np.arange(rows, dtype=np.int32)))
    if problem.locked.sum() > problem.locked[chosen].sum():
        return None
    return [int(row) for row in chosen]


def _must_flow(problem: _Problem, gain: np.ndarray[Any, Any]) -> list[int]:
    """The same where it is known that the demands can be met."""
    chosen = _flow(problem, gain)
    if chosen is None:
        raise AssertionError("demands that could be met were not")
    return chosen


def _missing(problem: _Problem) -> list[Shortfall]:
    """What cannot be had, when not all demands can be met; else nothing. From the min cut of a maximum flow.

    By Hall's theorem in the form of Ford & Fulkerson (1956) the submissions on the source's side of the cut want
    more judges than those they share can take.
    """
    import numpy as np
    from ortools.graph.python import max_flow

    submissions, judges, rows = len(problem.submissions), len(problem.judges), len(problem.left)
    start, end = submissions + judges, submissions + judges + 1
    network = max_flow.SimpleMaxFlow()
    held = np.bincount(problem.right[problem.locked], minlength=judges)
    over = np.flatnonzero(held > problem.most)
    crowded = np.flatnonzero(np.bincount(problem.left[problem.locked], minlength=submissions) > problem.wanted)
    if len(over) or len(crowded):
        return [Shortfall("load", problem.judges[at], int(held[at] - problem.most[at])) for at in over] + [
            Shortfall("reviews", problem.submissions[at], 0) for at in crowded
        ]
    sources = network.add_arcs_with_capacity(
        np.full(submissions, start, np.int32),
        np.arange(submissions, dtype=np.int32),
        np.full(submissions, problem.wanted),
    )
    network.add_arcs_with_capacity(problem.left, problem.right + submissions, np.ones(rows, np.int64))
    network.add_arcs_with_capacity(
        np.arange(submissions, start, dtype=np.int32), np.full(judges, end, np.int32), problem.most
    )
    network.solve(start, end)
    if network.optimal_flow() == submissions * problem.wanted:
        return _idle(problem)
    got = network.flows(sources)
    reached = set(network.get_source_side_min_cut())
    shared = tuple(problem.judges[at] for at in range(judges) if submissions + at in reached)
    return [
        Shortfall("reviews", problem.submissions[at], int(problem.wanted - got[at]), shared)
        for at in np.flatnonzero(got < problem.wanted)
    ]


def _idle(problem: _Problem) -> list[Shortfall]:
    """Judges who cannot get the least load they should have, or locked pairs that cannot stand; else nothing."""
    import numpy as np
    from ortools.graph.python import max_flow

    if not problem.least.any() and not problem.locked.any():
        return []
    if _flow(problem, problem.gain()) is not None:
        return []
    submissions, judges, rows = len(problem.submissions), len(problem.judges), len(problem.left)
    start, end = submissions + judges, submissions + judges + 1
    network = max_flow.SimpleMaxFlow()
    network.add_arcs_with_capacity(
        np.full(submissions, start, np.int32),
        np.arange(submissions, dtype=np.int32),
        np.full(submissions, problem.wanted),
    )
    network.add_arcs_with_capacity(problem.left, problem.right + submissions, np.ones(rows, np.int64))
    ends = network.add_arcs_with_capacity(
        np.arange(submissions, start, dtype=np.int32), np.full(judges, end, np.int32), problem.least
    )
    network.solve(start, end)
    lacking = problem.least - network.flows(ends)
    found = [Shortfall("load", problem.judges[at], int(lacking[at])) for at in np.flatnonzero(lacking)]
    if not found and problem.least.sum() > submissions * problem.wanted:
        found = [Shortfall("load", problem.judges[at], int(problem.least[at])) for at in np.flatnonzero(problem.least)]
    if not found:  # each demand alone could be met, all of them together cannot
        found = [Shortfall("load", problem.judges[at], 0) for at in np.flatnonzero(problem.least > 0)] or [
            Shortfall("reviews", problem.submissions[problem.left[row]], 0) for row in np.flatnonzero(problem.locked)
        ]
    return found


def _fair(problem: _Problem, told: Callable[[float], None]) -> tuple[list[int], bool, float | None]:
    """The best worst-served submission, then the greatest total. Gives (rows, whether it is proven, upper bound)."""
    if len(problem.left) <= EXACT_PAIRS:
        exact = _fair_exactly(problem)
        if exact is not None:
            return exact, True, None
    return _fair_by_prices(problem, told)


def _fair_exactly(problem: _Problem) -> list[int] | None:
    """By two integer programmes: the greatest smallest sum, then the greatest total above it. None when time runs out."""
    import numpy as np
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = len(problem.left)
    one_each, loads = _incidence(problem)
    sums = sparse.csr_array((problem.affinity, (problem.left, np.arange(rows))), shape=one_each.shape)
    wider = lambda block, last: sparse.hstack([block, last])  # noqa: E731
    none = lambda count: sparse.csr_array((count, 1))  # noqa: E731
    minus = sparse.csr_array(-np.ones((len(problem.submissions), 1)))
    demands = [
        LinearConstraint(wider(one_each, none(len(problem.submissions))), problem.wanted, problem.wanted),
        LinearConstraint(wider(loads, none(len(problem.judges))), problem.least, problem.most),
        LinearConstraint(wider(sums, minus), 0, np.inf),
    ]
    cost = np.concatenate([np.zeros(rows), [-1.0]])
    bounds = Bounds(np.concatenate([problem.locked, [-np.inf]]), np.concatenate([np.ones(rows), [np.inf]]))
    options = {"time_limit": EXACT_SECONDS, "mip_rel_gap": 0.0}
    first = milp(
        cost, constraints=demands, bounds=bounds, integrality=np.concatenate([np.ones(rows), [0]]), options=options
    )
    if first.status != 0:
        return None
    chosen = first.x[:rows] > 0.5
    worst = float(np.bincount(problem.left[chosen], problem.affinity[chosen]).min())
    second = milp(
        -problem.affinity,
        constraints=[
            LinearConstraint(one_each, problem.wanted, problem.wanted),
            LinearConstraint(loads, problem.least, problem.most),
            LinearConstraint(sums, worst - 1e-9, np.inf),
        ],
        bounds=Bounds(problem.locked.astype(float), 1),
        integrality=np.ones(rows),
        options=options,
    )
    if second.status == 0:
        chosen = second.x > 0.5
    return [int(row) for row in np.flatnonzero(chosen)]


def _incidence(problem: _Problem) -> tuple[Any, Any]:
    """Two sparse tables of ones: submissions × rows and judges × rows."""
    import numpy as np
    from scipy import sparse

    rows = np.arange(len(problem.left))
    ones = np.ones(len(problem.left))
    return (
        sparse.csr_array((ones, (problem.left, rows)), shape=(len(problem.submissions), len(rows))),
        sparse.csr_array((ones, (problem.right, rows)), shape=(len(problem.judges), len(rows))),
    )


def _fair_by_prices(problem: _Problem, told: Callable[[float], None]) -> tuple[list[int], bool, float]:
    """A good worst case where the exact way takes too long, with a bound that none can exceed.

    Once over all pairs, once without the poorest, as far as they can be done without. Lagrangian dual of
    the max-min problem: submissions have prices that sum to one; for any prices the greatest priced total is an upper
    bound of the worst case, and each flow is a candidate. Prices of badly served submissions grow (multiplicative
    weights; Arora, Hazan & Kale 2012, section 3.2).
    """

    until = time.perf_counter() + SECONDS
    best, bound = _priced(problem, until, lambda share: told(share / 2))
    few = _without_poor_pairs(problem)
    if few is not None:
        rows, _bound = _priced(few[0], until, lambda share: told(0.5 + share / 2))
        best = max(best, [int(row) for row in few[1][rows]], key=lambda chosen: _worst_and_total(problem, chosen))
    worst = _worst_and_total(problem, best)[0]
    return best, bound - worst < 1e-9, bound


def _worst_and_total(problem: _Problem, chosen: Sequence[int]) -> tuple[float, float]:
    import numpy as np

    rows = np.array(chosen)
    sums = np.bincount(problem.left[rows], problem.affinity[rows], minlength=len(problem.submissions))
    return float(sums.min()), float(sums.sum())


def _without_poor_pairs(problem: _Problem) -> tuple[_Problem, np.ndarray[Any, Any]] | None:
    """The pairs above the highest affinity that still leaves an assignment (bottleneck; Gross 1959), and their rows."""
    import numpy as np

    values = np.unique(problem.affinity)
    low, high = 0, len(values) - 1  # the lowest value leaves all pairs

    def above(value: float) -> tuple[_Problem, np.ndarray[Any, Any]]:
        kept = np.flatnonzero((problem.affinity >= value) | problem.locked)
        return replace(
            problem,
            left=problem.left[kept], right=problem.right[kept], affinity=problem.affinity[kept],
            locked=problem.locked[kept], standing=problem.standing[kept],
        ), kept  # fmt: skip

    while low < high:
        middle = (low + high + 1) // 2
        few, _kept = above(float(values[middle]))
        if _flow(few, np.zeros(len(few.left), np.int64)) is None:
            high = middle - 1
        else:
            low = middle
    return above(float(values[low])) if low else None


def _priced(problem: _Problem, until: float, told: Callable[[float], None]) -> tuple[list[int], float]:
    """The best worst case that prices find before the time is up, and the bound they prove.

    Each round's flow swings between submissions; their mean comes near the optimum of the relaxation. Flows that agree
    with the mean are the last candidates, the worst-served of each drawn up a little more.
    """
    import numpy as np

    count = len(problem.submissions)
    prices = np.full(count, 1.0 / count)
    used = np.zeros(len(problem.left))
    best: list[int] = []
    best_key, bound = (-np.inf, -np.inf), np.inf
    largest = max(float(np.abs(problem.affinity).max(initial=0)), 1e-9)

    def tried(gain: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        nonlocal best, best_key
        chosen = _must_flow(problem, np.round(gain * 10.0**7).astype(np.int64))
        rows = np.array(chosen)
        sums = np.bincount(problem.left[rows], problem.affinity[rows], minlength=count)
        if (key := (float(sums.min()), float(sums.sum()))) > best_key:
            best, best_key = chosen, key
        return rows, sums

    for turn in range(ROUNDS):
        told(turn / ROUNDS / 2)
        rows, sums = tried(problem.affinity * (prices * count)[problem.left] / largest)
        bound = min(bound, float(prices @ sums))
        if time.perf_counter() > until or bound - best_key[0] < 1e-9:
            return best, bound
        used[rows] += turn >= FIRST_ROUNDS
        away = np.clip((sums - sums.mean()) / (abs(float(sums.mean())) or 1.0), -1, 1)
        prices *= np.exp(-(STEP / np.sqrt(turn + 1.0)) * away)
        prices = np.clip(prices / prices.sum(), 1e-9, None)
        prices /= prices.sum()
    pull = np.ones(count)
    for turn in range(ROUNDS):
        told(0.5 + turn / ROUNDS / 2)
        if time.perf_counter() > until:
            break
        worth = problem.affinity * pull[problem.left] / largest
        _rows, sums = tried(used / max(float(used.max()), 1.0) + worth)
        pull[sums <= np.quantile(sums, 0.01)] *= 1.5
    return best, bound


def _with_wishes(problem: _Problem, wishes: Wishes) -> list[int]:
    """The greatest affinity less the weights of what falls short: one integer programme."""
    import numpy as np
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, count = len(problem.left), len(problem.submissions)
    one_each, loads = _incidence(problem)
    gain = problem.affinity.astype(float)
    if problem.standing.any():
        gain = gain + problem.standing * (2 * float(np.abs(gain).max(initial=1.0)) + 2 * wishes.experience_weight)
    experienced = np.isin(
        problem.right, [at for at, judge in enumerate(problem.judges) if judge in set(wishes.by_experience)]
    )
    seen = sparse.csr_array((experienced.astype(float), (problem.left, np.arange(rows))), shape=one_each.shape)
    together, crowds = _of_one_organisation(problem, wishes)
    eye = lambda size: sparse.eye_array(size, format="csr")  # noqa: E731
    blocks = [
        [one_each, eye(count), None, None, None],  # reviews + missing = wanted
        [seen, None, eye(count), None, None],  # experienced + missing ≥ 1
        [together, None, None, -eye(crowds) if crowds else None, None],  # of one organisation − too many ≤ 1
        [loads, None, None, None, eye(len(problem.judges))],  # load + missing ≥ least
        [loads, None, None, None, sparse.csr_array((len(problem.judges), len(problem.judges)))],
    ]
    if not crowds:
        blocks = [[block[0], block[1], block[2], block[4]] for block in blocks if block[0] is not together]
    table = sparse.block_array(blocks, format="csc")
    wanted = np.full(count, float(problem.wanted))
    one = np.full(count, 1.0 if wishes.by_experience else 0.0)
    low = [wanted, one, np.full(crowds, -np.inf), problem.least, np.full(len(problem.judges), -np.inf)]
    high = [wanted, np.full(count, np.inf), np.ones(crowds), np.full(len(problem.judges), np.inf), problem.most]
    cost = np.concatenate(
        [
            -gain,
            np.full(count, wishes.review_weight * max(1.0, float(np.abs(gain).max(initial=1.0)))),
            np.full(count, wishes.experience_weight),
            np.full(crowds, wishes.organisation_weight),
            np.full(len(problem.judges), wishes.least_weight),
        ]
    )
    slack = len(cost) - rows
    upper = np.concatenate([np.ones(rows), np.full(slack, np.inf)])
    lower = np.concatenate([problem.locked.astype(float), np.zeros(slack)])
    solved = milp(
        cost,
        constraints=LinearConstraint(table, np.concatenate(low), np.concatenate(high)),
        bounds=Bounds(lower, upper),
        integrality=np.concatenate([np.ones(rows), np.zeros(slack)]),
        options={"time_limit": SECONDS, "mip_rel_gap": 1e-6},
    )
    if solved.x is None:
        raise ValueError("the locked pairs go beyond what judges or submissions can have")
    return [int(row) for row in np.flatnonzero(solved.x[:rows] > 0.5)]


def _of_one_organisation(problem: _Problem, wishes: Wishes) -> tuple[Any, int]:
    """A sparse table of ones: (submission, organisation with two judges or more to choose from) × rows."""
    import numpy as np
    from scipy import sparse

    number: dict[Name, int] = {}
    organisation = np.array(
        [
            number.setdefault(wishes.organisation[judge], len(number))
            if wishes.organisation.get(judge) is not None
            else -1
            for judge in problem.judges
        ],
        dtype=np.int64,
    )
    of_row = organisation[problem.right] if len(problem.right) else np.zeros(0, np.int64)
    known = np.flatnonzero(of_row >= 0)
    keys = problem.left[known].astype(np.int64) * max(len(number), 1) + of_row[known]
    values, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    crowded = np.flatnonzero(counts > 1)
    rank = np.full(len(values), -1)
    rank[crowded] = np.arange(len(crowded))
    inside = rank[places] >= 0
    table = sparse.csr_array(
        (np.ones(int(inside.sum())), (rank[places][inside], known[inside])), shape=(len(crowded), len(problem.left))
    )
    return table, len(crowded)


def _fallen_short(problem: _Problem, found: Sequence[Pair], wishes: Wishes) -> list[Shortfall]:
    """What the assignment lacks of what was wished for, named."""
    groups: dict[Name, list[Name]] = {submission: [] for submission in problem.submissions}
    loads: dict[Name, int] = defaultdict(int)
    for submission, judge, _affinity in found:
        groups[submission].append(judge)
        loads[judge] += 1
    experienced = set(wishes.by_experience)
    lacking: list[Shortfall] = []
    for submission, judges in groups.items():
        if len(judges) < problem.wanted:
            lacking.append(Shortfall("reviews", submission, problem.wanted - len(judges)))
        if experienced and not experienced & set(judges):
            lacking.append(Shortfall("experience", submission, 1))
        of: dict[Name, list[Name]] = defaultdict(list)
        for judge in judges:
            if wishes.organisation.get(judge) is not None:
                of[wishes.organisation[judge]].append(judge)
        for same in of.values():
            if len(same) > 1:
                lacking.append(Shortfall("organisation", submission, len(same) - 1, tuple(same)))
    for judge, least in zip(problem.judges, problem.least, strict=True):
        if loads[judge] < least:
            lacking.append(Shortfall("load", judge, int(least) - loads[judge]))
    return lacking
