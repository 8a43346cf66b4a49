"""Reading files of places: the official classifications, and those the house ships.

A row is ``code, fi, sv, en, classification`` with ``;`` or ``,`` between; more columns may stand beside:
``region`` and ``county`` of a municipality, ``level`` and ``within`` of any area, coordinates.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kotokaari.foundation.errors import BadInput

from .models import Place

SHIPPED = Path(__file__).parent / "data"
SHIPPED_FILES = ("countries.csv", "regions.csv", "counties.csv", "municipalities.csv", "areas.csv")
LEVELS = {
    "kunta": Place.Level.MUNICIPALITY,
    "maakunta": Place.Level.REGION,
    "hyvinvointialue": Place.Level.WELLBEING,
    "valtio": Place.Level.COUNTRY,
}
PREFIXES = {
    Place.Level.MUNICIPALITY: "fi:",
    Place.Level.REGION: "fi-maakunta:",
    Place.Level.WELLBEING: "fi-hyvinvointialue:",
    Place.Level.COUNTRY: "",
}
SHAPES = {
    Place.Level.MUNICIPALITY: (r"\d{3}", "three digits, for example 092"),
    Place.Level.REGION: (r"\d{2}", "two digits, for example 13"),
    Place.Level.WELLBEING: (r"[a-z0-9-]+", "lower-case letters, digits and hyphens, for example keski-suomi"),
    Place.Level.COUNTRY: (r"[a-z]{2}", "two letters, for example FI"),
}
UNKNOWN_COUNTRY = "99"  # «Unknown» of the country classification is not a place


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as a file tells it, and where it stands there."""

    file: str
    row: int
    code: str
    level: str
    fi: str
    sv: str
    en: str
    within: str = ""
    county: str = ""
    latitude: float | None = None
    longitude: float | None = None
    classification: str = ""

    def bad(self, field: str, problem: str) -> BadInput:
        """The refusal of this row, in a sentence."""
        return bad(self.file, self.row, field, problem)

    @property
    def classified_on(self) -> datetime.date | None:
        """The day a Finnish classification took force (kunta_1_20250101), if it says so."""
        found = re.search(r"_(\d{4})(\d{2})(\d{2})$", self.classification)
        return datetime.date(*map(int, found.groups())) if found else None


def bad(file: str, row: int, field: str, problem: str) -> BadInput:
    """A refusal naming file, row and field."""
    return BadInput(f"{file}, row {row}, field {field}: {problem}.")


def shipped_places() -> list[PlaceRow]:
    """The places a house starts with."""
    return [row for name in SHIPPED_FILES for row in read_places(SHIPPED / name)]


@lru_cache(maxsize=1)
def shipped_memberships() -> Mapping[str, tuple[str, str]]:
    """Region and county of each municipality: the official list of municipalities does not tell them."""
    text = (SHIPPED / "municipalities.csv").read_text("utf-8")
    return {line["code"]: (line["region"], line["county"]) for line in csv.DictReader(io.StringIO(text), delimiter=";")}


def read_places(path: Path, level: str = "") -> list[PlaceRow]:
    """The places of a file. ``level`` says what they are where the file does not.

    Raises BadInput for anything that cannot be taken, naming file, row, field and what would be right.
    """
    lines = _lines(path)
    rows = [_place(path.name, number, line, level) for number, line in lines if line["code"] != UNKNOWN_COUNTRY]
    seen: dict[str, int] = {}
    for row in rows:
        if row.code in seen:
            raise row.bad("code", f"{row.code} is also in row {seen[row.code]}; each place may stand there once")
        seen[row.code] = row.row
    return rows


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of the table with their numbers as a spreadsheet shows them."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput(f"{path.name}: there is no such file; give the path of a CSV file.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name}: this is not a text file in UTF-8; save it as CSV in UTF-8.") from error
    header = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") >= header.count(",") else ",")
    columns = [(name or "").strip().lower() for name in table.fieldnames or []]
    for needed in ("code", "fi", "sv", "en"):
        if needed not in columns:
            raise bad(path.name, 1, needed, "the column is missing; the first row names code, fi, sv and en")
    for line in table:
        values = {
            name.strip().lower(): value.strip()
            for name, value in line.items()
            if isinstance(name, str) and isinstance(value, str)
        }
        if any(values.values()):
            yield table.line_num, {column: values.get(column, "") for column in columns}


def _place(file: str, number: int, line: Mapping[str, str], level: str) -> PlaceRow:
    level = _level(file, number, line, level)
    region, county = line.get("region", ""), line.get("county", "")
    if level == Place.Level.MUNICIPALITY and not region:
        region, county = shipped_memberships().get(line["code"].removeprefix("fi:"), ("", ""))
    row = PlaceRow(
        file,
        number,
        _code(file, number, line["code"], level),
        level,
        fi=_name(file, number, line, "fi"),
        sv=_name(file, number, line, "sv"),
        en=_name(file, number, line, "en"),
        within=line.get("within", "") or _within(level, region),
        county=f"fi-hyvinvointialue:{county}" if county else "",
        latitude=_degrees(file, number, line, "latitude", 90),
        longitude=_degrees(file, number, line, "longitude", 180),
        classification=line.get("classification", "")[:60],
    )
    if row.within == row.code:
        raise row.bad("within", f"{row.code} cannot lie within itself; name the larger area or leave it empty")
    return row


def _within(level: str, region: str) -> str:
    if level == Place.Level.MUNICIPALITY:
        return f"fi-maakunta:{region}" if region else "fi"
    return "fi" if level in (Place.Level.REGION, Place.Level.WELLBEING) else ""


def _level(file: str, number: int, line: Mapping[str, str], given: str) -> str:
    """What kind of area a row is: by its level, by its classification, or as said on the command line."""
    named = line.get("level", "") or given or LEVELS.get(line.get("classification", "").partition("_")[0], "")
    if named in Place.Level.values:
        return named
    if line.get("classification", "").startswith("kieli"):
        raise bad(file, number, "classification", "languages are not places; only areas and countries are read in")
    choices = ", ".join(Place.Level.values)
    raise bad(
        file, number, "level", f"it is not said what kind of area this is; use --level or a column with {choices}"
    )


def _code(file: str, number: int, code: str, level: str) -> str:
    if level not in SHAPES:
        if not re.fullmatch(r"(nuts|lau):[A-Z0-9]{2,12}", code):
            raise bad(file, number, "code", f"“{code}” should look like nuts:DEE08 or lau:ES43019")
        return code
    prefix, (shape, example) = PREFIXES[Place.Level(level)], SHAPES[Place.Level(level)]
    bare = code.lower().removeprefix(prefix) if prefix else code.lower()
    if not re.fullmatch(shape, bare):
        raise bad(file, number, "code", f"“{code}” should be {example}")
    return prefix + bare


def _name(file: str, number: int, line: Mapping[str, str], language: str) -> str:
    name = line[language] or line["fi"]
    if not name:
        raise bad(file, number, language, "the name is missing; it is needed at least in Finnish (fi)")
    if len(name) > 120:
        raise bad(file, number, language, f"the name has {len(name)} characters; at most 120 fit")
    return name


def _degrees(file: str, number: int, line: Mapping[str, str], field: str, limit: int) -> float | None:
    text = line.get(field, "").replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise bad(file, number, field, f"“{text}” should be degrees between -{limit} and {limit}, for example 62.24")
    return value
