"""A row of a collection as a practice record: what was understood, what found no place, what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.text import LANGUAGES, Rendering, TranslatedText, fingerprint

from ..logic.typed import LONGEST, NotUnderstood
from ..record import CONCEPT_FIELDS, FIELDS, Field, Type
from . import values
from .aliases import DROPPED
from .columns import KEPT, Scheme, Target
from .contacts import without_contacts
from .reading import Row
from .terms import Terms
from .texts import language_of, tidy_text

KEPT_LENGTH = 2_000
SURE = 3  # words by which a guess of a language must win
UUID_AT_END = re.compile(r"(?:^|/|:)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/?$", re.IGNORECASE)
STATUSES = {
    "draft": "draft luonnos utkast submitted in_assessment declined withdrawn unpublished",
    "ended": "ended päättynyt paattynyt avslutad finished",
    "archived": "archived arkistoitu arkiverad",
    "published": "published julkaistu publicerad public approved live",
}
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words.split()}


@dataclass(slots=True)
class Understood:
    """What a row says. With ``problem`` it is rejected; ``warnings`` are (field, what was done about it)."""

    number: int
    record: dict[str, Any] = field(default_factory=dict)
    language: str = "fi"
    id: str = ""
    address: str = ""
    uuid: UUID | None = None
    owner: str = ""
    owner_code: str = ""
    owner_names: dict[str, str] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    licence: str = ""
    is_example: bool = False
    status: str = ""
    published_at: datetime | None = None
    left: dict[str, str] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    problem: tuple[str, str] | None = None
    dropped: int = 0

    @property
    def title(self) -> str:
        """The title in the language it was written in."""
        found = self.record.get("title")
        return found["texts"][found["source"]]["text"] if found else ""

    def digest(self, owner: str) -> str:
        """A fingerprint of all that would be written."""
        said = [self.record, self.language, owner, self.sources, self.licence, self.is_example, self.status]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Understanding:
    """Understands rows of one collection. ``language`` is that of texts whose column names none."""

    def __init__(self, scheme: Scheme, terms: Terms, language: str = "", hint: str = "fi") -> None:
        self.scheme, self.terms, self.given, self.hint = scheme, terms, language or scheme.language, hint or "fi"

    def understand(self, row: Row) -> Understood:
        """What the row says; never raises for what a row may hold."""
        made = Understood(row.number)
        gathered = self._gather(row, made)
        self._language(gathered, made)
        for name, spec in FIELDS.items():
            cells = gathered.get(name)
            if cells:
                value = self._value(spec, cells, made)
                if value not in (None, "", [], {}):
                    made.record[name] = value
        self._others(gathered, made)
        if made.problem is None and "title" not in made.record:
            made.problem = ("title", _("There is no title: each practice needs one in Finnish, Swedish or English."))
        return made

    def _gather(self, row: Row, made: Understood) -> dict[str, list[tuple[Target, str, Any]]]:
        """The cells that say anything, by field; contacts are dropped, unknown columns kept aside."""
        gathered: dict[str, list[tuple[Target, str, Any]]] = {}
        for column, cell in row.cells.items():
            if cell is None or cell == "" or cell == [] or cell == {} or (isinstance(cell, str) and not cell.strip()):
                continue
            if column.startswith("@") and column != "@id":
                continue
            for target in self.scheme.targets(column):
                if target.field == DROPPED:
                    made.dropped += 1
                elif target.field == KEPT:
                    self._keep(made, column, cell)
                else:
                    gathered.setdefault(target.field, []).append((target, column, cell))
        for name, value in self.scheme.defaults.items():
            if name not in gathered and value not in (None, "", [], {}):
                gathered[name] = [(Target(name), name, value)]
        return gathered

    def _keep(self, made: Understood, column: str, cell: Any) -> None:
        text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)
        text, dropped = without_contacts(tidy_text(text[:KEPT_LENGTH]))
        made.dropped += dropped
        if text and text not in ("null", "false"):
            made.left[column] = text

    def _language(self, gathered: Mapping[str, list[tuple[Target, str, Any]]], made: Understood) -> None:
        """Find the language of texts whose columns name none."""
        said = next((cell for _t, _c, cell in gathered.get("language", ()) if isinstance(cell, str)), "").strip()
        said = LANGUAGE_NAMES.get(said.casefold(), said[:2].casefold())
        if said in LANGUAGES or self.given:
            made.language = said if said in LANGUAGES else self.given
            return
        texts: list[str] = []
        hint = ""
        for name in ("title", "summary", "solution", "challenge"):
            for target, _column, cell in gathered.get(name, ()):
                if not target.language and isinstance(cell, str):
                    texts.append(cell[:600])
                    hint = hint or target.hint
        if texts:
            guess, margin = language_of(texts)
            made.language = guess if margin >= SURE else hint or self.hint
            return
        titles = gathered.get("title", ())
        named = {target.language for target, _column, _cell in titles}
        for _target, _column, cell in titles:
            if isinstance(cell, dict | list):
                found = values.renderings(cell)
                if isinstance(found, TranslatedText):
                    made.language = found.source
                    return
                named |= set(found)
        made.language = next((code for code in LANGUAGES if code in named), self.hint)

    def _value(self, spec: Field, cells: list[tuple[Target, str, Any]], made: Understood) -> Any:
        if spec.type in (Type.LINE, Type.TEXT):
            return self._text(spec, cells, made)
        if spec.type is Type.CONCEPTS:
            return self._concepts(spec, cells, made)
        if spec.type is Type.PLACES:
            return self._places(cells, made)
        if spec.type is Type.ITEMS:
            return self._items(spec, cells, made)
        return self._simple(spec, cells, made)

    def _text(self, spec: Field, cells: list[tuple[Target, str, Any]], made: Understood) -> Any:
        words: dict[str, list[str]] = {}
        whole: TranslatedText | None = None
        for target, _column, cell in cells:
            found = values.renderings(cell) if not isinstance(cell, str) else {"": [values.as_text(cell)]}
            if isinstance(found, TranslatedText):
                whole = found
                continue
            for language, texts in found.items():
                code = language or target.language
                if not code:
                    code = made.language
                    if code in words or any(other.language == code for other, _c, _v in cells):
                        # The column without a language stands beside one in that language: they say the same.
                        continue
                words.setdefault(code, []).extend(texts)
        if whole is not None:
            return self._own(spec, whole, made)
        clean = {
            language: text
            for language, texts in words.items()
            if language in LANGUAGES and (text := self._clean(spec, "\n\n".join(values.unique(texts)), language, made))
        }
        return values.translated(clean, made.language).to_json()

    def _own(self, spec: Field, text: TranslatedText, made: Understood) -> Any:
        """A translated text as our own exports have it, with what it says of its translations."""
        before = fingerprint(text.source_text)
        cleaned = {
            language: Rendering(self._clean(spec, entry.text, language, made), entry.status, entry.of)
            for language, entry in text.renderings.items()
        }
        after = fingerprint(cleaned[text.source].text) if text.source in cleaned else ""
        if after and after != before:
            cleaned = {
                language: Rendering(entry.text, entry.status, after if entry.of == before else entry.of)
                for language, entry in cleaned.items()
            }
        made_of = TranslatedText(text.source, cleaned)
        return (
            made_of.to_json()
            if made_of.source_text.strip()
            else values.translated(
                {language: entry.text for language, entry in cleaned.items()}, made.language
            ).to_json()
        )

    def _clean(self, spec: Field, text: str, language: str, made: Understood) -> str:
        text, dropped = without_contacts(tidy_text(text, spec.type is Type.LINE), language)
        made.dropped += dropped
        longest = LONGEST[spec.type]
        if len(text) > longest:
            if spec.needed_to_publish:
                made.problem = made.problem or (
                    spec.name,
                    _("The text is %(now)d characters long; at most %(most)d are taken.")
                    % {"now": len(text), "most": longest},
                )
                return text[:longest]
            made.left[spec.name] = text[:KEPT_LENGTH]
            self._warn(made, spec.name, _("too long (%(now)d characters): left out") % {"now": len(text)})
            return ""
        return text

    def _concepts(self, spec: Field, cells: list[tuple[Target, str, Any]], made: Understood) -> list[str]:
        codes: list[str] = list(made.record.get(spec.name, ()))
        for _target, column, cell in cells:
            for piece in values.pieces(cell):
                found = self.terms.concepts_in(spec.name, piece)
                codes += found.codes
                for other, theirs in found.other.items():
                    self._add_concepts(other, theirs, made)
                if found.unknown:
                    self._unknown(made, spec.name, column, found.unknown)
        return values.unique(codes)

    def _add_concepts(self, name: str, codes: list[str], made: Understood) -> None:
        """A target group among the themes is still a target group."""
        kept = made.record.setdefault(name, [])
        kept += [code for code in codes if code not in kept]

    def _unknown(self, made: Understood, name: str, column: str, words: list[str]) -> None:
        text, dropped = without_contacts("; ".join(words)[:KEPT_LENGTH])
        made.dropped += dropped
        made.left[column] = f"{made.left[column]}; {text}" if column in made.left else text
        self._warn(made, name, _("“%(value)s” is not known here: kept as a note") % {"value": text[:80]})

    def _places(self, cells: list[tuple[Target, str, Any]], made: Understood) -> list[str]:
        codes: list[str] = []
        for _target, column, cell in cells:
            for piece in values.pieces(cell):
                found = self.terms.places_in(piece)
                codes += found.codes
                if found.unknown:
                    self._unknown(made, "places", column, found.unknown)
        codes = values.unique(codes)
        # Vantaa, Finland: the country says nothing more than the town.
        return [code for code in codes if ":" in code] or codes

    def _simple(self, spec: Field, cells: list[tuple[Target, str, Any]], made: Understood) -> Any:
        for _target, column, cell in cells:
            text = values.as_text(True if cell is True else cell)
            if not text:
                continue
            try:
                return values.simple(spec, text, self.terms)
            except NotUnderstood:
                if spec.type in (Type.CHOICE, Type.SCALE) and self._concepts_of_choice(text, made):
                    continue
                self._unknown(made, spec.name, column, [text])
        return None

    def _concepts_of_choice(self, text: str, made: Understood) -> bool:
        """What somebody calls a category may be our theme."""
        for name in CONCEPT_FIELDS:
            found = self.terms.concepts_in(name, text)
            if found.codes and not found.unknown:
                self._add_concepts(name, found.codes, made)
                return True
        return False

    def _items(self, spec: Field, cells: list[tuple[Target, str, Any]], made: Understood) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        lines: dict[str, list[str]] = {}
        for target, _column, cell in cells:
            for entry in values.listed(cell):
                if isinstance(entry, dict):
                    item = self._item(spec, entry, len(rows), made)
                    if item:
                        rows.append(item)
                elif text := values.as_text(entry):
                    lines.setdefault(target.language or made.language, []).append(text)
        return rows + self._lines(spec, lines, len(rows), made)

    def _item(self, spec: Field, entry: Mapping[str, Any], place: int, made: Understood) -> dict[str, Any]:
        item: dict[str, Any] = {}
        for part in spec.items:
            cell = entry.get(part.name)
            if cell in (None, "", [], {}, False):
                continue
            if values.is_translated(part):
                value = self._text(part, [(Target(part.name), part.name, cell)], made)
            else:
                try:
                    value = values.simple(part, values.as_text(cell), self.terms)
                except NotUnderstood:
                    self._unknown(made, spec.name, f"{spec.name} {place + 1} {part.name}", [values.as_text(cell)])
                    continue
            if value not in (None, "", [], {}):
                item[part.name] = value
        return {"id": values.item_id(entry.get("id"), spec.name, place, item), **item} if item else {}

    def _lines(self, spec: Field, lines: dict[str, list[str]], start: int, made: Understood) -> list[dict[str, Any]]:
        """Plain lines as items; the same number of lines in another language are their translations."""
        if not lines:
            return []
        source = made.language if made.language in lines else next(iter(lines))
        main = next(part for part in spec.items if part.name == values.MAIN_PART[spec.name])
        same = {code: texts for code, texts in lines.items() if len(texts) == len(lines[source])}
        for code in lines.keys() - same.keys():
            self._warn(
                made,
                spec.name,
                _("%(count)d lines in %(language)s do not match the others: left out")
                % {"count": len(lines[code]), "language": code},
            )
            made.left[f"{spec.name}_{code}"] = "\n".join(lines[code])[:KEPT_LENGTH]
        made_items = []
        for place in range(len(lines[source])):
            cells = [(Target(main.name, code), main.name, texts[place]) for code, texts in same.items()]
            value: Any = (
                self._text(main, cells, made) if values.is_translated(main) else values.as_text(lines[source][place])
            )
            if value:
                made_items.append({"id": values.item_id(None, spec.name, start + place, value), main.name: value})
        return made_items

    def _others(self, gathered: Mapping[str, list[tuple[Target, str, Any]]], made: Understood) -> None:
        """What stands around the record: identity, owner, status, sources."""

        def first(name: str) -> str:
            return next((text for _t, _c, cell in gathered.get(name, ()) if (text := values.as_text(cell))), "")

        made.id = first("id")[:200]
        for text in (first("uuid"), made.id):
            found = UUID_AT_END.search(text)
            if found and made.uuid is None:
                made.uuid = UUID(found[1])
                made.id = str(made.uuid) if text == made.id or not made.id else made.id
        if first("uuid") and made.uuid is None:
            self._warn(made, "uuid", _("“%(value)s” is no UUID: a new one is given") % {"value": first("uuid")[:60]})
        made.owner = self._owner(gathered, made)
        made.licence = first("licence").rstrip("/").rpartition("/")[2][:40]
        made.is_example = first("example").casefold() in values.YES
        self._status(first("status"), first("published"), made)
        self._sources(gathered, made)

    def _owner(self, gathered: Mapping[str, list[tuple[Target, str, Any]]], made: Understood) -> str:
        """The owner's code or name; what else is said of it is kept for when it has to be made."""
        for _target, _column, cell in gathered.get("owner", ()):
            if not isinstance(cell, dict):
                if text := " ".join(values.as_text(cell).split())[:300]:
                    return text
                continue
            words = [values.as_text(cell.get(key)) for key in ("code", "identifier", "@id", "id")]
            names = values.renderings(cell.get("name"))
            by_language = {} if isinstance(names, TranslatedText) else {code: texts[0] for code, texts in names.items()}
            made.owner_code = words[0] or words[1]
            made.owner_names = {code: name for code, name in by_language.items() if code in LANGUAGES}
            known = next((word for word in words if word and self.terms.organisation(word)), "")
            return known or next(iter(by_language.values()), "") or next(filter(None, words), "")
        return ""

    def _status(self, status: str, published: str, made: Understood) -> None:
        if status:
            known = STATUS_OF.get(status.casefold().replace(" ", "_"))
            if known is None:
                self._unknown(made, "status", "status", [status])
            made.status = "" if known == "published" else known or ""
        if published:
            try:
                on = values.day(published)
                parts = [int(part) for part in (on or "").split("-") if part]
                when = _exact(published) or (_midnight(*parts) if parts else None)
            except (NotUnderstood, ValueError):
                self._unknown(made, "published", "published", [published])
            else:
                made.published_at = when if when and when <= timezone.now() else None

    def _sources(self, gathered: Mapping[str, list[tuple[Target, str, Any]]], made: Understood) -> None:
        titles = [values.as_text(cell) for _t, _c, cell in gathered.get("source_title", ())]
        dates = [values.as_text(cell) for _t, _c, cell in gathered.get("source_date", ())]
        for _target, column, cell in gathered.get("source_url", ()):
            for own in cell if isinstance(cell, list) else ():
                if isinstance(own, dict) and (own.get("url") or own.get("title")):
                    made.sources.append(self._own_source(own, made))
            for piece in values.pieces([] if made.sources else cell):
                for address in re.split(r"[\s;]+", piece):
                    if not address.startswith(("http://", "https://", "www.")):
                        self._keep(made, column, piece)
                        break
                    address = address if "://" in address else f"https://{address}"
                    if address.startswith(settings.BASE_URL + "/"):
                        continue
                    made.address = made.address or address[:200]
                    made.sources.append({"title": {}, "url": address[:500], "date": ""})
        if titles or dates:
            if not made.sources:
                made.sources.append({"title": {}, "url": "", "date": ""})
            if titles and titles[0]:
                made.sources[0]["title"] = TranslatedText.of(made.language, without_contacts(titles[0])[0]).to_json()
            if dates:
                made.sources[0]["date"] = dates[0][:40]

    def _own_source(self, own: Mapping[str, Any], made: Understood) -> dict[str, Any]:
        """A source as our own exports have it."""
        title = (
            self._text(FIELDS["title"], [(Target("title"), "title", own["title"])], made) if own.get("title") else {}
        )
        return {
            "title": title,
            "url": values.as_text(own.get("url"))[:500],
            "date": values.as_text(own.get("date"))[:40],
        }

    def _warn(self, made: Understood, name: str, problem: str) -> None:
        made.warnings.append((name, problem))


LANGUAGE_NAMES = {
    "suomi": "fi",
    "finnish": "fi",
    "finska": "fi",
    "ruotsi": "sv",
    "swedish": "sv",
    "svenska": "sv",
    "englanti": "en",
    "english": "en",
    "engelska": "en",
}


def _midnight(year: int, month: int = 1, day: int = 1) -> datetime:
    return timezone.make_aware(datetime(year, month, day))


def _exact(text: str) -> datetime | None:
    """A whole moment in ISO form."""
    if "T" not in text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
