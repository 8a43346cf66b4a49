"""An epic carried into the catalogue: a practice draft that begins with what the epic says, and the arc between them.

``FIELDS`` says which part goes where; how one will know becomes a target and the first step the first of the steps.
Nothing is typed again and nothing is made up: what an epic does not say (how it works, where) stays empty.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, Version, create_practice, record_from_data
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.innovation import on_the_arc
from kotokaari.innovation.models import Epic, EpicEvent, EpicText
from kotokaari.people.public import Organisation, User

from .parts import Part, name_of, own_language, text_of

FIELDS = {  # field of the practice record: part of the epic
    "summary": Part.HYPOTHESIS,
    "target_note": Part.FOR_WHOM,
    "goals": Part.BENEFIT,
    "collaboration": Part.PARTNERS,
    "side_effects": Part.RISKS,
}


def record_of(epic: Epic) -> dict[str, Any]:
    """What the epic says, as fields of a practice record; in every language it has been written in."""
    texts: list[EpicText] = list(epic.texts.all())
    language = own_language(texts)
    parts = {part: text_of([row for row in texts if row.part == part], language) for part in Part.values}
    data: dict[str, Any] = {"title": name_of(epic).to_json()}
    data |= {field: parts[part].to_json() for field, part in FIELDS.items() if parts[part]}
    if parts[Part.MEASURE]:
        data["targets"] = [{"what": parts[Part.MEASURE].to_json()}]
    if parts[Part.FIRST_STEP]:
        data["steps"] = [{"action": parts[Part.FIRST_STEP].to_json()}]
    concept = epic.theme.theme.concept if epic.theme.theme else None
    if concept is not None and concept.kind == "theme":
        data["themes"] = [concept.code]
    return dict(record_from_data(data, language))


@transaction.atomic
def carry_into_catalogue(epic: Epic, *, owner: Organisation, by: User) -> Practice:
    """Make a practice draft of this epic, for this organisation to go on with. Refuses one that was carried already."""
    epic = Epic.objects.select_for_update(of=("self",)).select_related("theme__theme__concept", "day").get(pk=epic.pk)
    if epic.practice_id is not None:
        raise DomainError(_("A practice draft has been made of this epic already."))
    if epic.day.is_rehearsal:
        raise DomainError(_("This day is a rehearsal: nothing of it is carried on."))
    if not any(row.text.strip() for row in epic.texts.all()):
        raise DomainError(_("Nothing is written in it yet."))
    language = own_language(epic.texts.all())
    practice = create_practice(
        owner,
        by=by,
        record=record_of(epic),
        source_language=language,
        is_example=epic.is_example,
        sources=[{"title": epic.day.name.to_json(), "url": f"{settings.BASE_URL}/id/{epic.uuid}"}],
    )
    epic.practice, epic.changed_at = practice, timezone.now()
    epic.save(update_fields=["practice", "changed_at"])
    on_the_arc.tie_practice(epic, practice)
    audit.record("epic carried", target=epic, by=by, practice=str(practice.uuid))
    return practice


def practice_published(sender: Any, practice: Practice, version: Version, by: User | None, **_signal: Any) -> None:
    """The practice made of an epic is public: the epic has become a practice. One query for every other practice."""
    for epic in Epic.objects.filter(practice=practice).exclude(status=Epic.Status.PRACTICE):
        epic.status, epic.remind_on, epic.changed_at = Epic.Status.PRACTICE, None, timezone.now()
        epic.save(update_fields=["status", "remind_on", "changed_at"])
        EpicEvent.objects.create(epic=epic, status=Epic.Status.PRACTICE, by=by)
        audit.record("epic became a practice", target=epic, by=by, practice=str(practice.uuid))
