"""What XLSForm and our surveys have in common: sheets, columns, types, and our own convention for the rest.

Our own: a column ``kotokaari`` on the sheet survey, which other tools ignore. It says ``profession``, ``municipality``,
``about`` (a note that stands under a section's heading) or ``matrix``. A matrix is a group whose ``kotokaari`` is
``matrix``; in it is a group for each thing that is weighed, named MATRIX--ITEM, with two questions of the list
``kotokaari_marks``: MATRIX--ITEM--importance and MATRIX--ITEM--current. docs/surveys.md says the same to people.
"""

from __future__ import annotations

import re
from typing import Any

from ..models import Question

Type = Question.Type
OWN = "kotokaari"
MARKS = "kotokaari_marks"
SIDES = ("importance", "current")
BETWEEN = "--"
SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
TEXT_COLUMNS = ("label", "hint", "low_label", "high_label")
ABOUTS = ("about", "thanks", "privacy")

# What stands in the two columns of a matrix, where a survey goes to another tool. Languages of the house.
SIDE_LABELS = {
    "importance": {"fi": "Kuinka tärkeää?", "sv": "Hur viktigt?", "en": "How important?"},
    "current": {"fi": "Kuinka hyvin toimii tänään?", "sv": "Hur väl fungerar det i dag?", "en": "How well does it work today?"},
}  # fmt: skip

ASKED = {"select_one", "select_multiple", "rank", "integer", "decimal", "text", "note", "range"}
GROUPING = {"begin_group", "end_group"}
# Known to XLSForm, and not asked here: what becomes of them.
ABOUT_THE_DEVICE = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial", "subscriberid", "start-geopoint", "background-audio", "background-geopoint", "last-saved"}  # fmt: skip
RECKONED = {"calculate", "hidden", "xml-external", "csv-external", "acknowledge"}
NOT_HERE = {"image", "audio", "video", "file", "geopoint", "geotrace", "geoshape", "barcode", "select_one_from_file", "select_multiple_from_file", "select_one_external"}  # fmt: skip
AS_TEXT = {"date", "time", "datetime"}
SPELLINGS = {
    "begin group": "begin_group", "end group": "end_group", "begin repeat": "begin_repeat", "end repeat": "end_repeat",
    "select one": "select_one", "select multiple": "select_multiple", "select1": "select_one", "int": "integer",
    "string": "text",
}  # fmt: skip
YES = {"yes", "true", "true()", "1", "kyllä", "ja"}
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
LANGUAGE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
NAMED = {"english": "en", "suomi": "fi", "finnish": "fi", "svenska": "sv", "swedish": "sv", "русский": "ru", "українська": "uk", "العربية": "ar"}  # fmt: skip


def whole(value: Any) -> bool:
    """True for a number without decimals."""
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
