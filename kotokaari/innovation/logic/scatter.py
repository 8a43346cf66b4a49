"""Where ideas stand on a drawing of value by feasibility: numbers only, for a drawing the server makes."""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN, HIGHEST = 640, 480, 56, 4
LEAST, MOST = 16.0, 34.0  # radius of a circle
ROOM = 8.0  # between the edge of a circle and the number of a larger one under it


@dataclass(frozen=True)
class Spot:
    """A circle: its idea's number, where it stands, how large it is, and where its number is written."""

    number: int
    x: float
    y: float
    radius: float


def x_of(feasibility: float) -> float:
    """Across: feasibility."""
    return round(MARGIN + feasibility / HIGHEST * (WIDTH - 2 * MARGIN), 1)


def y_of(value: float) -> float:
    """Up: value."""
    return round(HEIGHT - MARGIN - value / HIGHEST * (HEIGHT - 2 * MARGIN), 1)


def spots(means: dict[int, tuple[float, float, float]]) -> list[Spot]:
    """Circles of (value, impact, feasibility) by number, the large ones first, moved apart where they stand on one another."""
    placed: list[Spot] = []
    for number, (value, impact, feasibility) in sorted(means.items(), key=lambda item: (-item[1][1], item[0])):
        radius = round(math.sqrt(LEAST**2 + impact / HIGHEST * (MOST**2 - LEAST**2)), 1)  # the area tells
        x, y, turn = x_of(feasibility), y_of(value), 0
        while any(math.hypot(x - one.x, y - one.y) < radius + ROOM for one in placed) and turn < 60:
            turn += 1
            angle, away = turn * 2.4, 6.0 * math.sqrt(turn) + 8
            x = round(x_of(feasibility) + away * math.cos(angle), 1)
            y = round(y_of(value) + away * math.sin(angle), 1)
        placed.append(Spot(number, x, y, radius))
    return placed
