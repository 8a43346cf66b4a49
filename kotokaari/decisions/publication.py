"""What stands between a decision and its publication: the practice's draft, and every text in Finnish and Swedish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, Version, language_name, record_logic, record_spec
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText

from .models import Decision

NEEDED = ("fi", "sv")


@dataclass(frozen=True, slots=True)
class Lack:
    """A text that is not there in a language: of the practice (``path``), or of the decision itself."""

    name: str
    label: str
    source: str
    source_text: str
    language: str
    is_line: bool = False
    of_decision: bool = False

    @property
    def rows(self) -> int:
        """How high a box to write it in is."""
        return 1 if self.is_line else max(2, min(12, 1 + len(self.source_text) // 45))


def draft_of(decision: Decision) -> Version | None:
    """The draft that will be published: that of the decision's practice. One query."""
    if decision.practice_id is None:
        return None
    return Version.objects.filter(practice=decision.practice_id, state=Version.State.DRAFT).first()


def lacking(decision: Decision, draft: Version | None) -> list[Lack]:
    """Every text of the practice and of the decision that is not there in Finnish or in Swedish."""
    whole = draft.whole if draft else decision.version.record
    return [*_of_record(whole), *_of_decision(decision)]


def _of_record(record: Mapping[str, Any]) -> Iterator[Lack]:
    for found in record_logic.texts_of(record):
        text = found.text
        if not text.source_text.strip():
            continue
        is_line = found.field.type is record_spec.Type.LINE
        for language in text.missing(NEEDED):
            yield Lack(found.path, _label(found), text.source, text.source_text, language, is_line)


def _label(found: Any) -> str:
    if found.within is None:
        return str(found.field.label)
    words = {"list": found.within.label, "number": found.place, "field": found.field.label}
    return _("%(list)s %(number)s: %(field)s") % words


def _of_decision(decision: Decision) -> Iterator[Lack]:
    for name, label, text in texts_of_decision(decision):
        reading = text.read(text.source)
        for language in text.missing(NEEDED) if text else ():
            yield Lack(name, label, reading.language, reading.text, language, of_decision=True)


def texts_of_decision(decision: Decision) -> Iterator[tuple[str, str, TranslatedText]]:
    """The texts of a decision by the name its form has for them, with words for what they are."""
    yield "reasons", _("Reasons of the decision"), decision.reasons
    yield "conditions", _("Conditions"), decision.conditions
    for criterion in decision.rubric.criteria.all():
        text = TranslatedText.from_json(decision.criterion_reasons.get(criterion.code))
        yield f"reason-{criterion.code}", _("Reason for “%(name)s”") % {"name": read(criterion.name)}, text


def in_words(lacks: Sequence[Lack]) -> str:
    """The fields that are missing, with their language, for one sentence."""
    return ", ".join(f"{lack.label} ({lack.language})" for lack in lacks)


def held_back_by(decision: Decision) -> str:
    """Why it cannot be published, in a sentence of the language now active; "" when nothing is known to stand against it."""
    draft = draft_of(decision)
    if lacks := lacking(decision, draft):
        fields = ", ".join(f"{lack.label} ({language_name(lack.language)})" for lack in lacks)
        return _("Finnish and Swedish must both be complete. Missing: %(fields)s.") % {"fields": fields}
    if draft is None:
        return _("Prepare the practice first.")
    if mark_of_differences(decision, draft) != decision.publish_mark:
        return _("The practice says something else than what was judged. Compare the two and choose.")
    return ""


def judged_whole(decision: Decision, before: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it was judged, over what the practice has besides; later translations of the same words are kept."""
    whole = {**before, **decision.version.record}
    for found in record_logic.texts_of(decision.version.record):
        stood = record_logic.get_text(before, found.path)
        if stood is None or stood.source != found.text.source or stood.source_text != found.text.source_text:
            continue
        text = found.text
        for language, rendering in stood.renderings.items():
            if not text.text(language).strip() and rendering.text.strip():
                text = text.with_translation(language, rendering.text, status=rendering.status)
        if text is not found.text:
            whole = record_logic.set_text(whole, found.path, text)
    return whole


def differs(decision: Decision, draft: Version) -> list[Any]:
    """The fields in which the draft says something else than what was judged; fields that were not asked are left out."""
    judged = decision.version.record
    now = {name: value for name, value in draft.whole.items() if name in judged}
    return record_logic.compare(judged, now)


def mark_of_differences(decision: Decision, draft: Version) -> str:
    """A mark of how the draft differs from what was judged; "" when it does not. Translations do not count."""
    changes = differs(decision, draft)
    if not changes:
        return ""
    told = json.dumps([_plain(change) for change in changes], ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(change: Any) -> list[Any]:
    pieces = [[piece.kind, piece.text] for piece in change.pieces]
    parts = [_plain(part) for part in change.parts]
    return [change.field.name, change.kind, pieces, change.before, change.after, parts, change.place]


def changed_meanwhile(decision: Decision) -> Version | None:
    """What the linked practice says since the submission was sent, when somebody has changed it; else None.

    Of a published practice its present version, of one that never was published its draft.
    """
    practice = decision.practice or decision.submission.practice
    if practice is None or decision.practice_id is not None:
        return None
    if practice.status == Practice.Status.DRAFT:
        newest = practice.versions.order_by("-number").first()
        since = newest.saved_at if newest else None
    else:
        newest = practice.current
        since = newest.published_at if newest else None
    if newest is None or since is None or since <= decision.version.sent_at:
        return None
    asked = {name: value for name, value in newest.whole.items() if name in decision.version.record}
    return newest if record_logic.compare(decision.version.record, asked) else None
