"""Putting a vocabulary that was read into the database, so that doing it again changes nothing."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText

from .models import Concept, Label, Scheme
from .records import LANGUAGES, ConceptRecord, SchemeRecord

OWN_ADDRESS = re.compile(r"^/id/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
LABEL_LENGTH, CODE_LENGTH, KIND_LENGTH, URI_LENGTH = 300, 120, 40, 300


@dataclass(slots=True)
class Tally:
    """What an import did, in numbers of concepts."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deprecated: int = 0
    left_out: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers by name, and a sentence for each relation that leads nowhere."""
        return asdict(self)


def own_uuid(uri: str) -> str:
    """The uuid in a permanent address of this house, or ""."""
    found = OWN_ADDRESS.match(uri.removeprefix(settings.BASE_URL))
    return found[1] if found else ""


def as_text(texts: dict[str, str]) -> TranslatedText:
    """Texts by language as one translated text; Finnish, Swedish, English first as the source."""
    if not texts:
        return TranslatedText()
    source = next((language for language in LANGUAGES if language in texts), min(texts))
    others = {language: text for language, text in sorted(texts.items()) if language != source}
    return TranslatedText.of(source, texts[source], **others)


class Storing:
    """One vocabulary being written. Call ``run`` inside a transaction."""

    def __init__(self, record: SchemeRecord, scheme: Scheme, *, keep_missing: bool = False) -> None:
        self.record, self.scheme, self.keep_missing = record, scheme, keep_missing
        self.existing = {concept.code: concept for concept in scheme.concepts.prefetch_related("labels")}
        self.by_uri = {concept.uri: concept for concept in self.existing.values() if concept.uri}
        self.by_uuid = {str(concept.uuid): concept for concept in self.existing.values()}
        self.changed: set[int] = set()
        self.created: set[int] = set()
        self.touched: set[int] = set()
        self.left_out: list[str] = []
        self.pairs: list[tuple[ConceptRecord, Concept]] = []

    def run(self) -> Tally:
        """Write everything and say what changed. Raises BadInput before anything that cannot be kept."""
        for record in self.record.concepts:
            _check_lengths(record)
        self._concepts()
        self._labels()
        self._relations()
        gone = [] if self.keep_missing else self._gone()
        touched = self.changed - self.created
        self.touched = self.created | touched | {concept.pk for concept in gone}
        return Tally(
            read=len(self.pairs),
            created=len(self.created),
            updated=len(touched),
            unchanged=len(self.pairs) - len(self.created) - len(touched),
            deprecated=len(gone),
            left_out=self.left_out,
        )

    def _find(self, record: ConceptRecord) -> Concept | None:
        found = self.by_uuid.get(own_uuid(record.uri)) or (self.by_uri.get(record.uri) if record.uri else None)
        return found or self.existing.get(record.code)

    def _concepts(self) -> None:
        new: list[Concept] = []
        for position, record in enumerate(self.record.concepts):
            concept = self._find(record)
            is_new = concept is None
            if concept is None:
                concept = Concept(scheme=self.scheme, code=record.code, uuid=_uuid_of(record))
                new.append(concept)
            if self._take_over(concept, record, position) and not is_new:
                self.changed.add(concept.pk)
            self.pairs.append((record, concept))
        Concept.objects.bulk_create(new, batch_size=500)
        self.created = {concept.pk for concept in new}
        changed = [concept for _record, concept in self.pairs if concept.pk in self.changed]
        names = ["code", "uri", "kind", "definition", "note", "matches", "deprecated_on", "position", "seen_in"]
        Concept.objects.bulk_update(changed, names, batch_size=200)

    def _take_over(self, concept: Concept, record: ConceptRecord, position: int) -> bool:
        """Set what the record says on the concept; True when that changed anything."""
        said: dict[str, Any] = {
            "code": record.code,
            "uri": "" if own_uuid(record.uri) == str(concept.uuid) else record.uri,
            "kind": record.kind,
            "definition": as_text(record.definition),
            "note": as_text(record.note),
            "matches": [list(match) for match in sorted(record.matches)],
            "seen_in": record.seen_in,
        }
        said = {name: value for name, value in said.items() if value or name not in ("kind", "seen_in")}
        if self.record.is_partial:
            said = {name: value for name, value in said.items() if value}
        if concept.is_edited:
            said.pop("definition", None)
            said.pop("note", None)
        day = record.deprecated_on or concept.deprecated_on or timezone.localdate()
        said |= {"deprecated_on": day if record.is_deprecated else None, "position": position}
        before = {name: getattr(concept, name) for name in said}
        for name, value in said.items():
            setattr(concept, name, value)
        return before != said

    def _labels(self) -> None:
        unwanted: list[int] = []
        new: list[Label] = []
        for record, concept in self.pairs:
            present = {} if concept.pk in self.created else {_key(label): label for label in concept.labels.all()}
            if concept.is_edited:
                continue
            wanted = {(language, role, text) for (language, role), texts in record.labels.items() for text in texts}
            spoken = {(language, role) for (language, role), texts in record.labels.items() if texts}
            for key, label in present.items():
                if key not in wanted and (not self.record.is_partial or key[:2] in spoken):
                    unwanted.append(label.pk)
                    self.changed.add(concept.pk)
            for language, role, text in sorted(wanted - present.keys()):
                new.append(Label(concept=concept, language=language, role=role, text=text, folded=text.casefold()))
                self.changed.add(concept.pk)
        Label.objects.filter(pk__in=unwanted).delete()
        Label.objects.bulk_create(new, batch_size=500)

    def _relations(self) -> None:
        codes = {record.code: concept for record, concept in self.pairs}
        broader: set[tuple[int, int]] = set()
        related: set[tuple[int, int]] = set()
        for record, concept in self.pairs:
            for code in record.broader:
                if other := self._other(codes, record, code, "broader"):
                    broader.add((concept.pk, other.pk))
            for code in record.related:
                if other := self._other(codes, record, code, "related"):
                    related |= {(concept.pk, other.pk), (other.pk, concept.pk)}
            successor = self._other(codes, record, record.replaced_by, "replaced_by") if record.replaced_by else None
            if successor and concept.replaced_by_id != successor.pk:
                Concept.objects.filter(pk=concept.pk).update(replaced_by=successor)
                self.changed.add(concept.pk)
        silent = self.record.is_partial
        said_broader = {c.pk for r, c in self.pairs if r.broader or not silent}
        said_related = {c.pk for r, c in self.pairs if r.related or not silent}
        self._sync(Concept.broader.through, broader, said_broader)
        self._sync(Concept.related.through, related, said_related | {pair[0] for pair in related})

    def _sync(self, through: Any, wanted: set[tuple[int, int]], said: set[int]) -> None:
        """Make the relation of those concepts in ``said`` exactly ``wanted``."""
        rows = through.objects.filter(from_concept__scheme=self.scheme)
        present = {(first, second): pk for pk, first, second in rows.values_list("pk", "from_concept", "to_concept")}
        surplus = [pair for pair in present.keys() - wanted if pair[0] in said]
        through.objects.filter(pk__in=[present[pair] for pair in surplus]).delete()
        missing = sorted(wanted - present.keys())
        through.objects.bulk_create(
            [through(from_concept_id=first, to_concept_id=second) for first, second in missing], batch_size=500
        )
        self.changed |= {pair[0] for pair in (*surplus, *missing)}

    def _other(self, codes: dict[str, Concept], record: ConceptRecord, code: str, field: str) -> Concept | None:
        """The concept of a code; None, and a word about it, when neither the file nor the house has it."""
        other = codes.get(code) or self.existing.get(code)
        where = {"where": record.where or record.code, "field": field, "code": code[:80]}
        if code == record.code:
            raise BadInput(_("%(where)s, “%(field)s”: “%(code)s” should be another concept, not itself.") % where)
        if other is None:
            self.left_out.append(_("%(where)s, “%(field)s”: “%(code)s” is not in this vocabulary; left out.") % where)
        return other

    def _gone(self) -> list[Concept]:
        kept = {concept.pk for _record, concept in self.pairs}
        gone = [c for c in self.existing.values() if c.pk not in kept and c.deprecated_on is None]
        Concept.objects.filter(pk__in=[c.pk for c in gone]).update(deprecated_on=timezone.localdate())
        return gone


def _key(label: Label) -> tuple[str, str, str]:
    return label.language, label.role, label.text


def _uuid_of(record: ConceptRecord) -> uuid.UUID:
    """The uuid in an address of this house that nobody has any more, else a new one."""
    own = own_uuid(record.uri)
    return uuid.UUID(own) if own and not Concept.objects.filter(uuid=own).exists() else uuid.uuid4()


def _check_lengths(record: ConceptRecord) -> None:
    """Raise BadInput for what would not fit."""
    parts: list[tuple[str, str, int]] = [
        ("id", record.code, CODE_LENGTH),
        ("kind", record.kind, KIND_LENGTH),
        ("uri", record.uri, URI_LENGTH),
    ]
    parts += [(language, text, LABEL_LENGTH) for (language, _role), texts in record.labels.items() for text in texts]
    for name, text, limit in parts:
        if len(text) > limit:
            raise BadInput(
                _("%(where)s, “%(field)s”: at most %(limit)d characters, not %(count)d.")
                % {"where": record.where or record.code[:80], "field": name, "limit": limit, "count": len(text)}
            )
