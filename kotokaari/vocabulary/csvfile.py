"""Vocabularies as CSV: one concept a row, a column for each language.

Columns that are read: ``id`` (or ``code``, ``notation``), ``kind`` (or ``scheme``), ``uri``, one column
for each language code (``fi``, ``sv``, ``en``, ``se``…), ``synonyms_<language>`` and ``hidden_<language>``
with ``|`` between words, ``definition_<language>``, ``note_<language>``, ``broader``, ``related`` and
``replaced_by`` (codes with ``|`` between), ``matches`` (``exact http://…``), ``deprecated_on``, ``seen``.
Other columns are ignored. An empty cell says nothing: it never takes a word away.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.tables import delimiter_of, text_of

from .records import ConceptRecord, SchemeRecord

CODE_COLUMNS = ("id", "code", "notation")
KIND_COLUMNS = ("kind", "scheme")
LANGUAGES = {*LANG_INFO, "se", "smn", "sms", "so", "ti", "am", "ps", "prs", "ckb", "ku", "kmr", "yue", "zh", "tl"}
MATCH = re.compile(r"^(exact|close|broad|narrow|related) (https?://\S+|urn:\S+)$")
ROLES = {"synonyms": "alt", "hidden": "hidden"}


def read_csv(path: Path) -> SchemeRecord:
    """The vocabulary in a CSV file. Raises BadInput naming file, row, column and what would be right."""
    text = text_of(path)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter_of(text))
    columns = [(name or "").strip().lower() for name in rows.fieldnames or []]
    rows.fieldnames = columns
    code_column = next((name for name in CODE_COLUMNS if name in columns), "")
    languages = [name for name in columns if name in LANGUAGES and name != code_column]
    if not code_column or not languages:
        raise BadInput(
            _("%(file)s, row 1: there must be a column “id” and a column for a language, such as “fi”.")
            % {"file": path.name}
        )
    concepts: list[ConceptRecord] = []
    for number, row in enumerate(rows, start=2):
        clean = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str) and name}
        if any(clean.values()):
            concepts.append(
                _concept(clean, _("%(file)s, row %(row)d") % {"file": path.name, "row": number}, code_column, languages)
            )
    _check(concepts)
    return SchemeRecord(concepts, is_partial=True)


def _concept(row: dict[str, str], where: str, code_column: str, languages: list[str]) -> ConceptRecord:
    code = row.get(code_column, "")
    if not code:
        raise BadInput(_("%(where)s, “%(field)s”: the concept needs a code.") % {"where": where, "field": code_column})
    concept = ConceptRecord(code, where=where, uri=row.get("uri", ""))
    concept.kind = next((row[name] for name in KIND_COLUMNS if row.get(name)), "")
    for language in languages:
        concept.add_label(language, "pref", row.get(language, ""))
    for name, value in row.items():
        stem, _underscore, language = name.partition("_")
        if stem in ROLES and language in LANGUAGES:
            for word in _listed(value):
                concept.add_label(language, ROLES[stem], word)
        elif stem in ("definition", "note") and value and language in LANGUAGES:
            getattr(concept, stem)[language] = value
    concept.broader, concept.related = _listed(row.get("broader", "")), _listed(row.get("related", ""))
    concept.replaced_by = row.get("replaced_by", "")
    concept.seen_in = row.get("seen", "").split()
    concept.matches = [_match(part, where) for part in _listed(row.get("matches", ""))]
    concept.deprecated_on = _date(row.get("deprecated_on", ""), where)
    concept.is_deprecated = concept.deprecated_on is not None
    return concept


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split("|") if part.strip()]


def _match(text: str, where: str) -> tuple[str, str]:
    found = MATCH.match(text)
    if not found:
        raise BadInput(
            _("%(where)s, “matches”: “%(value)s” should read like “exact http://www.yso.fi/onto/yso/p1”.")
            % {"where": where, "value": text[:80]}
        )
    return found[1], found[2]


def _date(text: str, where: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(
            _("%(where)s, “deprecated_on”: “%(value)s” should be a date such as 2026-01-31.")
            % {"where": where, "value": text[:40]}
        ) from error


def _check(concepts: Iterable[ConceptRecord]) -> None:
    """Raise BadInput where a code comes twice."""
    first: dict[str, str] = {}
    for concept in concepts:
        if concept.code in first:
            raise BadInput(
                _("%(where)s, “id”: “%(code)s” is already in %(first)s; each code may come once.")
                % {"where": concept.where, "code": concept.code[:80], "first": first[concept.code]}
            )
        first[concept.code] = concept.where


def write_csv(scheme: SchemeRecord) -> str:
    """A vocabulary as CSV that ``read_csv`` gives back."""
    languages = sorted({language for concept in scheme.concepts for language, _role in concept.labels})
    texts = sorted({f"definition_{key}" for concept in scheme.concepts for key in concept.definition})
    texts += sorted({f"note_{key}" for concept in scheme.concepts for key in concept.note})
    fields = ["id", "kind", "uri", *languages]
    fields += [f"{stem}_{language}" for stem in ROLES for language in languages]
    fields += [*texts, "broader", "related", "matches", "deprecated_on", "replaced_by", "seen"]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(concept) for concept in scheme.concepts)
    return file.getvalue()


def _row(concept: ConceptRecord) -> dict[str, str]:
    row = {"id": concept.code, "kind": concept.kind, "uri": concept.uri, "replaced_by": concept.replaced_by}
    for (language, role), words in concept.labels.items():
        stem = next((stem for stem, its_role in ROLES.items() if its_role == role), "")
        row[f"{stem}_{language}" if stem else language] = "|".join(words)
    row |= {f"definition_{key}": text for key, text in concept.definition.items()}
    row |= {f"note_{key}": text for key, text in concept.note.items()}
    row["broader"], row["related"] = "|".join(concept.broader), "|".join(concept.related)
    row["matches"] = "|".join(" ".join(match) for match in concept.matches)
    row["deprecated_on"] = concept.deprecated_on.isoformat() if concept.deprecated_on else ""
    row["seen"] = " ".join(concept.seen_in)
    return row
