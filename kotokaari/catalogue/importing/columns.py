"""Columns recognised: by their names in three languages, or as a mapping says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import LANGUAGES

from ..record import FIELDS, TRANSLATED_TYPES, Type
from .aliases import ALIASES, DROPPED, FILLERS, LANGUAGE_WORDS, OTHERS, SOURCES

SHIPPED = Path(__file__).parent / "mappings"
AUTOMATIC = "auto"
KEPT = "keep"  # not a field: it is remembered beside the practice, for those who edit it
SETTABLE = (*FIELDS, *OTHERS, *SOURCES)
IN_LANGUAGES = {name for name, spec in FIELDS.items() if spec.type in TRANSLATED_TYPES or spec.type is Type.ITEMS}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes: a field of the record or of ``aliases.OTHERS``, in a language when it is a text.

    ``hint`` is the language the column's own name is in, where it has no other.
    """

    field: str
    language: str = ""
    hint: str = ""

    @property
    def code(self) -> str:
        """summary_sv, themes, contact, keep: as it stands in a mapping."""
        return f"{self.field}_{self.language}" if self.language else self.field


NOWHERE = Target(KEPT)


@dataclass(slots=True)
class Scheme:
    """How a collection is to be read. ``columns`` go by name; what is not among them is recognised."""

    name: str = AUTOMATIC
    columns: dict[str, tuple[Target, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    owner: str = ""
    collection: str = ""
    only: bool = False
    ignores_owner: bool = False
    order: list[dict[str, Any]] = field(default_factory=list)
    _seen: dict[str, tuple[Target, ...]] = field(default_factory=dict)

    def targets(self, column: str) -> tuple[Target, ...]:
        """Where a column goes."""
        known = self._seen.get(column)
        if known is None:
            known = self.columns.get(comparable(column))
            if known is None:
                known = (NOWHERE,) if self.only else (recognise(column),)
            if self.ignores_owner:
                known = tuple(NOWHERE if goal.field == "owner" else goal for goal in known)
            self._seen[column] = known
        return known

    def knows(self, column: str) -> bool:
        """True for the name of a column that goes somewhere."""
        return self.targets(column) != (NOWHERE,)


def words_of(name: str) -> list[str]:
    """The words of a column's name without capitals, accents and signs; camelCase is taken apart."""
    spaced = re.sub(r"(?<=[a-zäöå])(?=[A-ZÄÖÅ])", " ", name)
    bare = unicodedata.normalize("NFKD", spaced.casefold())
    return re.findall(r"[a-z0-9]+", "".join(letter for letter in bare if not unicodedata.combining(letter)))


def comparable(name: str) -> str:
    """A column's name for comparing."""
    return " ".join(words_of(name))


@lru_cache(maxsize=1)
def _known() -> dict[str, Target]:
    """Every name a column is recognised by; a name given in an alias list wins over a field's label."""
    found: dict[str, Target] = {}
    for name, by_language in ALIASES.items():
        for language, names in zip(("en", "fi", "sv"), by_language, strict=True):
            for alias in names.split("|"):
                found.setdefault(comparable(alias), Target(name, hint="" if language == "en" else language))
    for name, spec in FIELDS.items():
        found.setdefault(comparable(name), Target(name))
        for language in LANGUAGES:
            with translation.override(language):
                found.setdefault(comparable(str(spec.label)), Target(name, hint="" if language == "en" else language))
    for name in (*OTHERS, *SOURCES):
        found.setdefault(comparable(name), Target(name))
    return found


@lru_cache(maxsize=4096)
def recognise(column: str) -> Target:
    """Where a column goes by its name; ``NOWHERE`` when it says nothing to us."""
    for name in (column, re.sub(r"[(\[{].*?[)\]}]", " ", column), re.split(r"[(\[{:–]|\s-\s", column)[0]):
        found = _by_words(words_of(name)) or _by_words(words_of(name.strip("@").replace("@", "")))
        if found:
            language = found.language or _language_in_brackets(column)
            return _target(found, language)
    return NOWHERE


def _language_in_brackets(column: str) -> str:
    for inside in re.findall(r"[(\[{](.*?)[)\]}]", column):
        for word in words_of(inside):
            if word in LANGUAGE_WORDS:
                return LANGUAGE_WORDS[word]
    return ""


def _target(found: Target, language: str) -> Target:
    if found.field not in IN_LANGUAGES:
        return Target(found.field)
    return Target(found.field, language, "" if language else found.hint)


def _by_words(words: list[str]) -> Target | None:
    if not words or len(words) > 14:
        return None
    known = _known()
    tries: list[tuple[list[str], str]] = [(words, "")]
    if words[-1] in LANGUAGE_WORDS:
        tries.append((words[:-1], LANGUAGE_WORDS[words[-1]]))
    if words[0] in LANGUAGE_WORDS:
        tries.append((words[1:], LANGUAGE_WORDS[words[0]]))
    for rest, language in tries:
        while rest and rest[-1] in FILLERS and " ".join(rest) not in known:
            rest = rest[:-1]
        for trial in (rest, rest[:-1] if rest and rest[-1].isdigit() else []):
            found = known.get(" ".join(trial))
            if found:
                return Target(found.field, language, found.hint)
    return None


def mapping_named(wanted: str) -> Scheme:
    """A ready mapping (auto, interreg, ewsi) or one in a JSON file. Raises BadInput."""
    if wanted in ("", AUTOMATIC):
        return Scheme()
    shipped = SHIPPED / f"{wanted}.json"
    path = shipped if re.fullmatch(r"[a-z]+", wanted) and shipped.exists() else Path(wanted)
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        names = ", ".join([AUTOMATIC, *ready_names()])
        raise BadInput(
            _("There is no mapping “%(name)s”: name one of %(names)s, or a JSON file.")
            % {"name": wanted, "names": names}
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(_("%(file)s is not JSON: %(reason)s.") % {"file": path.name, "reason": error}) from error
    return mapping_of(data, path.name)


def ready_names() -> list[str]:
    """The mappings that come with the house."""
    return sorted(path.stem for path in SHIPPED.glob("*.json"))


def mapping_of(data: Any, where: str) -> Scheme:
    """A mapping from plain data (docs/importing.md describes it). Raises BadInput naming what is wrong in it."""
    if not isinstance(data, dict) or not isinstance(data.get("columns", {}), dict | list):
        raise BadInput(_("%(file)s: a mapping is an object with “columns”.") % {"file": where})
    unknown = set(data) - {"name", "columns", "values", "defaults", "language", "owner", "collection", "only", "about"}
    if unknown:
        raise BadInput(_("%(file)s, “%(key)s”: a mapping has no such part.") % {"file": where, "key": min(unknown)})
    made = Scheme(str(data.get("name") or Path(where).stem))
    columns = data.get("columns", {})
    pairs: Iterable[tuple[Any, Any]] = (
        columns.items() if isinstance(columns, dict) else ((entry.get("name"), entry) for entry in columns)
    )
    for column, goal in pairs:
        targets, others = _targets(goal, where, str(column))
        made.order.append({"name": str(column), "targets": targets, **others})
        for name in (column, *others.get("also", ())):
            made.columns[comparable(str(name))] = targets
    made.values = _plain_values(data.get("values") or {}, where)
    made.defaults = dict(data.get("defaults") or {})
    wrong = next((name for name in (*made.values, *made.defaults) if name not in SETTABLE), None)
    if wrong:
        raise BadInput(_("%(file)s, “%(key)s”: there is no such field.") % {"file": where, "key": wrong})
    made.language = _language(data.get("language"), where)
    made.owner, made.collection = str(data.get("owner") or ""), str(data.get("collection") or "")
    made.only = bool(data.get("only"))
    return made


def _language(value: Any, where: str) -> str:
    if value in (None, ""):
        return ""
    if value not in LANGUAGES:
        raise BadInput(_("%(file)s, “language”: expected fi, sv or en.") % {"file": where})
    return str(value)


def _plain_values(values: Any, where: str) -> dict[str, dict[str, str]]:
    if not isinstance(values, dict) or not all(isinstance(part, dict) for part in values.values()):
        raise BadInput(_("%(file)s, “values”: expected an object of values for each field.") % {"file": where})
    return {name: {comparable(str(key)): str(to) for key, to in part.items()} for name, part in values.items()}


def _targets(goal: Any, where: str, column: str) -> tuple[tuple[Target, ...], dict[str, Any]]:
    others: dict[str, Any] = {}
    if isinstance(goal, dict):
        others = {key: goal[key] for key in ("also", "words") if key in goal}
        goal = goal.get("to", KEPT)
    goals = goal if isinstance(goal, list) else [goal]
    return tuple(target_of(str(one or KEPT), where, column) for one in goals), others


def target_of(code: str, where: str = "", column: str = "") -> Target:
    """summary_sv, themes, contact, keep: as a target. Raises BadInput for a field that is not there."""
    if code in (KEPT, DROPPED, *SETTABLE):
        return Target(code)
    name, _underscore, language = code.rpartition("_")
    if name in IN_LANGUAGES and language in LANGUAGES:
        return Target(name, language)
    raise BadInput(
        _("%(file)s, column “%(column)s”: there is no field “%(field)s”.")
        % {"file": where, "column": column, "field": code}
    )


def targets_of(code: str, column: str) -> tuple[Target, ...]:
    """One code or several with commas between. Raises BadInput."""
    return tuple(target_of(part.strip(), "", column) for part in code.split(","))


def with_choices(mapping: Scheme, chosen: Mapping[str, str]) -> Scheme:
    """The mapping with columns set by hand: {column: "summary_sv"}. Raises BadInput."""
    for column, code in chosen.items():
        mapping.columns[comparable(column)] = targets_of(code, column)
    mapping._seen.clear()
    return mapping
