"""An integer programme written down variable by variable, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

INFINITE = float("inf")
Term = tuple[int, float]


class Solved(NamedTuple):
    """``values`` by variable, None when there are none; ``bound``: no solution costs less."""

    values: list[float] | None
    price: float
    bound: float
    is_infeasible: bool


@dataclass(slots=True)
class Programme:
    """The least sum of prices under linear constraints."""

    prices: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[list[Term], float, float]] = field(default_factory=list)

    def variable(self, price: float = 0.0, most: float = 1.0, whole: bool = True) -> int:
        """A variable between 0 and ``most``; its number."""
        self.prices.append(price)
        self.most.append(most)
        self.whole.append(int(whole))
        return len(self.prices) - 1

    def demand(self, terms: Iterable[Term], least: float, most: float) -> None:
        """The weighted sum of variables is to be between ``least`` and ``most``."""
        self.rows.append((list(terms), least, most))

    def solve(self, seconds: float) -> Solved:
        """The best values, or the best found in this time."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        columns = [column for terms, _least, _most in self.rows for column, _weight in terms]
        weights = [weight for terms, _least, _most in self.rows for _column, weight in terms]
        at = np.repeat(np.arange(len(self.rows)), [len(terms) for terms, _least, _most in self.rows])
        table = coo_array((weights, (at, columns)), shape=(len(self.rows), len(self.prices))).tocsr()
        found = milp(
            np.array(self.prices),
            constraints=LinearConstraint(table, [row[1] for row in self.rows], [row[2] for row in self.rows]),
            bounds=Bounds(0, self.most),
            integrality=self.whole,
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if found.x is None:
            return Solved(None, INFINITE, -INFINITE, found.status == 2)
        bound = found.mip_dual_bound if found.mip_dual_bound is not None else found.fun
        return Solved([float(value) for value in found.x], float(found.fun), float(bound), False)
