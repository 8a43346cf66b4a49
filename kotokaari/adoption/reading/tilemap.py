"""Finland as nineteen equal tiles, one a region, and one more for abroad: each with its number and shade.

Equal tiles give a small region the same weight as a large one, and the number stands in the tile, so
that nothing is said by colour alone. The sentence and the table beside the drawing say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.people.public import place_book

ABROAD = "abroad"
NOWHERE = ""
# Column and row of each region: its place in the country, as near as equal tiles allow.
PLACES = {
    "fi-maakunta:19": (2, 0),
    "fi-maakunta:17": (2, 1),
    "fi-maakunta:18": (3, 1),
    "fi-maakunta:15": (0, 2),
    "fi-maakunta:16": (1, 2),
    "fi-maakunta:13": (2, 2),
    "fi-maakunta:11": (3, 2),
    "fi-maakunta:12": (4, 2),
    "fi-maakunta:14": (1, 3),
    "fi-maakunta:06": (2, 3),
    "fi-maakunta:10": (3, 3),
    "fi-maakunta:09": (4, 3),
    "fi-maakunta:04": (1, 4),
    "fi-maakunta:05": (2, 4),
    "fi-maakunta:07": (3, 4),
    "fi-maakunta:08": (4, 4),
    "fi-maakunta:21": (0, 5),
    "fi-maakunta:02": (1, 5),
    "fi-maakunta:01": (2, 5),
    ABROAD: (4, 0),
}
SIDE, GAP, LINE, COLUMNS, ROWS = 100, 6, 20, 5, 6
# Which of the four shades so many steps take: few steps stand well apart.
SHADES = {0: (), 1: (3,), 2: (2, 4), 3: (2, 3, 4), 4: (1, 2, 3, 4)}
LONGEST = 9  # letters that fit into a tile
# Where a long name may be broken, in the three languages.
JOINTS = ("pohjanmaa", "karjala", "laakso", "maa", "bothnia", "botten", "dalen", "land")


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map: where it stands, what it says, how dark it is (0 for none)."""

    code: str
    name: str
    lines: tuple[tuple[int, str], ...]
    count: int
    shade: int
    x: int
    y: int
    href: str
    words: str
    is_chosen: bool = False

    @property
    def centre(self) -> int:
        """The middle of the tile from the left."""
        return self.x + SIDE // 2

    @property
    def number_y(self) -> int:
        """Where the number stands: above the name."""
        return self.y + (39, 36, 31)[min(len(self.lines), 3) - 1]


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of the key and the numbers it stands for."""

    shade: int
    low: int
    high: int

    @property
    def words(self) -> str:
        """From which number to which."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map with its sentence, its key and the rows of its table."""

    title: str
    sentence: str
    unit: str
    tiles: tuple[Tile, ...]
    key: tuple[Step, ...]
    elsewhere: int = 0
    width: int = COLUMNS * (SIDE + GAP) - GAP
    height: int = ROWS * (SIDE + GAP) - GAP

    @property
    def rows(self) -> list[Tile]:
        """The tiles with something in them, the most first."""
        return sorted((tile for tile in self.tiles if tile.count), key=lambda tile: (-tile.count, tile.name))

    @property
    def empty(self) -> list[Tile]:
        """The regions without any, by name; abroad is not one of them."""
        return sorted(
            (tile for tile in self.tiles if not tile.count and tile.code != ABROAD), key=lambda tile: tile.name
        )


def region_of(place: str, country: str = "FI") -> str:
    """The region a place lies in; ``ABROAD`` outside Finland, ``NOWHERE`` when it lies in no one region."""
    around = place_book().around(place) if place else []
    region = next((code for code in around if code in PLACES), "")
    if region:
        return region
    outermost = around[-1] if around else country.lower()
    return NOWHERE if outermost.startswith("fi") else ABROAD


def region_name(code: str, language: str) -> str:
    """A region's name; of abroad and of no one region too."""
    if code == ABROAD:
        return pgettext("place", "Abroad")
    return place_book().name(code, language) if code else pgettext("place", "The whole country, or not said")


def tile_map(
    counts: Mapping[str, int],
    *,
    title: str,
    unit: str = "",
    href: Callable[[str], str] | None = None,
    chosen: Iterable[str] = (),
) -> TileMap:
    """The map of ``counts`` by region code. ``href`` gives a tile's address where it holds any; ``unit`` names what is counted."""
    language = (get_language() or "fi")[:2]
    spans = _steps(max((number for code, number in counts.items() if code in PLACES), default=0))
    steps = [Step(shade, low, high) for shade, (low, high) in zip(SHADES[len(spans)], spans, strict=True)]
    chosen = set(chosen)
    tiles = tuple(_tile(code, counts.get(code, 0), steps, language, href, code in chosen) for code in PLACES)
    return TileMap(
        title=title,
        sentence=_sentence(tiles, counts.get(NOWHERE, 0)),
        unit=unit or _("Organisations"),
        tiles=tiles,
        key=tuple(steps),
        elsewhere=counts.get(NOWHERE, 0),
    )


def _tile(
    code: str,
    count: int,
    steps: list[Step],
    language: str,
    href: Callable[[str], str] | None,
    is_chosen: bool,
) -> Tile:
    column, row = PLACES[code]
    name = region_name(code, language)
    x, y = column * (SIDE + GAP), row * (SIDE + GAP)
    parts = broken(name)
    # Under the number when there is one, else in the middle of the tile.
    first = y + ((72, 64, 53)[min(len(parts), 3) - 1] if count else 57 - LINE // 2 * (len(parts) - 1))
    lines = tuple((first + LINE * number, part) for number, part in enumerate(parts))
    shade = next((step.shade for step in steps if count and count <= step.high), 0)
    address = href(code) if href and (count or is_chosen) else ""
    return Tile(code, name, lines, count, shade, x, y, address, f"{name}: {count}", is_chosen)


def broken(name: str) -> list[str]:
    """A name in lines that fit into a tile: broken at spaces and hyphens, a long word at its joint."""
    lines = []
    for word in re.findall(r"[^\s-]+-?", name):
        joint = next((len(word) - len(end) for end in JOINTS if word.endswith(end) and len(word) > len(end)), 0)
        if len(word) > LONGEST and joint:
            lines += [f"{word[:joint]}-", word[joint:]]
        elif lines and len(lines[-1]) + len(word) < LONGEST and not lines[-1].endswith("-"):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _steps(most: int) -> list[tuple[int, int]]:
    """At most four spans of whole numbers from one to ``most``, each about twice as wide as the one before."""
    if most <= len(SHADES) - 1:
        return [(number, number) for number in range(1, most + 1)]
    bounds = [max(1, round(most * share)) for share in (0.1, 0.3, 0.6, 1)]
    spans, low = [], 1
    for high in bounds:
        if high >= low:
            spans.append((low, high))
            low = high + 1
    return spans


def _sentence(tiles: tuple[Tile, ...], elsewhere: int) -> str:
    """What the map shows, said: in how many regions, where most, how many abroad and without a region."""
    regions = [tile for tile in tiles if tile.count and tile.code != ABROAD]
    abroad = next(tile.count for tile in tiles if tile.code == ABROAD)
    said: list[str] = []
    if regions:
        values: dict[str, Any] = {"count": len(regions), "all": len(PLACES) - 1}
        said.append(
            ngettext("In %(count)s of the %(all)s regions.", "In %(count)s of the %(all)s regions.", len(regions))
            % values
        )
        top = max(tile.count for tile in regions)
        names = sorted(tile.name for tile in regions if tile.count == top)
        if len(regions) > 1 and len(names) == 1:
            said.append(_("Most in %(region)s (%(number)s).") % {"region": names[0], "number": top})
    if abroad:
        said.append(ngettext("%(count)s abroad.", "%(count)s abroad.", abroad) % {"count": abroad})
    if elsewhere:
        said.append(
            ngettext("%(count)s in no one region.", "%(count)s in no one region.", elsewhere) % {"count": elsewhere}
        )
    return " ".join(said) or _("Nothing in any region yet.")
