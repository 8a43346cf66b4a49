"""The arc drawn: stations as columns from need to effect, things as boxes, links as curves.

Pure geometry in SVG user units (1 unit = 1 CSS pixel at natural size); the list beside it says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .chains import Arc
from .models import Station
from .registry import Node

COLUMN, GAP, BOX, LINE, TOP, LETTERS, MOST_LINES = 158, 32, 52, 18, 34, 19, 5


@dataclass(frozen=True, slots=True)
class Box:
    """A thing: its place (left, top), size, and its title cut into lines."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A station's name above its column."""

    label: str
    x: float
    cx: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs: boxes, curves (SVG paths) and headings."""

    width: float
    height: float
    heads: tuple[Head, ...]
    boxes: tuple[Box, ...]
    curves: tuple[str, ...]


def wrapped(title: str, letters: int = LETTERS, most: int = MOST_LINES) -> list[str]:
    """A title in lines of at most ``letters``; long words are broken, the rest ends in an ellipsis.

    Only the drawing shortens a title; the list below it has the whole.
    """
    lines: list[str] = [""]
    for word in title.split():
        while len(word) > letters:
            room = letters - len(lines[-1]) - 1 if lines[-1] else letters - 1
            if room < 5:
                lines.append("")
                continue
            lines[-1] = f"{lines[-1]} {word[: room - 1]}-".strip()
            word = word[room - 1 :]
            lines.append("")
        if len(lines[-1]) + len(word) + 1 > letters and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line for line in lines if line]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][: letters - 1].rstrip() + "…"]


def draw(arc: Arc, hidden: str = "") -> Drawing:
    """Place every thing that stands at a station. ``hidden`` is what a thing one may not see is called."""
    columns = [(station, nodes) for station, nodes in arc.stations if nodes]
    tallest = max((len(nodes) for _station, nodes in columns), default=0)
    boxes: dict[UUID, Box] = {}
    heads = []
    height: float = TOP + tallest * (BOX + MOST_LINES * LINE)
    for position, (station, nodes) in enumerate(columns):
        x = position * (COLUMN + GAP)
        heads.append(Head(str(Station(station).label), x, x + COLUMN / 2))
        y: float = TOP
        for node in nodes:
            lines = wrapped(node.title if node.visible else hidden)
            tall = len(lines) * LINE + 22
            placed = tuple((y + 24 + number * LINE, line) for number, line in enumerate(lines))
            boxes[node.uuid] = Box(node, x, y, COLUMN, tall, placed, node.uuid == arc.here.uuid)
            y += tall + 16
    height = max((box.y + box.height for box in boxes.values()), default=TOP) + 8
    curves = tuple(
        curve(boxes[tie.first.uuid], boxes[tie.second.uuid])
        for tie in arc.ties
        if tie.first.uuid in boxes and tie.second.uuid in boxes
    )
    width = max(len(columns) * (COLUMN + GAP) - GAP, COLUMN)
    return Drawing(width, height, tuple(heads), tuple(boxes.values()), curves)


def curve(a: Box, b: Box) -> str:
    """An SVG path from the right edge of the earlier box to the left edge of the later one."""
    left, right = (a, b) if a.x <= b.x else (b, a)
    y1, y2 = left.y + left.height / 2, right.y + right.height / 2
    if left.x == right.x:
        x = left.x + left.width
        return f"M {x} {y1} C {x + 24} {y1}, {x + 24} {y2}, {x} {y2}"
    x1, x2 = left.x + left.width, right.x
    bend = max((x2 - x1) / 2, 18)
    return f"M {x1} {y1} C {x1 + bend} {y1}, {x2 - bend} {y2}, {x2} {y2}"
