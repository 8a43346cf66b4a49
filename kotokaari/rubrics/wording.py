"""Parts of a rubric in the reader's words: labels of texts, what is missing, the fields a panel reads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText

from . import content
from .models import Rubric

LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "about": gettext_lazy("What it is and where it comes from"),
    "change_note": gettext_lazy("What changed"),
    "source": gettext_lazy("Where the wording was published"),
    "source_url": gettext_lazy("Address of the source"),
    "question": pgettext_lazy("of a criterion", "Question"),
    "plain_question": gettext_lazy("Question in plain language"),
    "checklist": gettext_lazy("What to look for"),
    "weight": gettext_lazy("Weight"),
    "floor": gettext_lazy("Mean it needs at least"),
    "reads": gettext_lazy("Answers that serve it"),
    "rule": gettext_lazy("How it is looked up"),
    "how_to_mend": gettext_lazy("How to mend it"),
    "criteria": gettext_lazy("Criteria"),
    "gates": gettext_lazy("Gates"),
    "order": pgettext_lazy("of parts", "Order"),
}
IN_LANGUAGE = {
    "fi": gettext_lazy("in Finnish"),
    "sv": gettext_lazy("in Swedish"),
    "en": gettext_lazy("in English"),
}


def label(name: str) -> str:
    """A text of a rubric, criterion or gate by its name."""
    if name.startswith("level_"):
        return _("Level %(level)s") % {"level": name[6:]}
    return str(LABELS[name])


def missing(rubric: Rubric) -> list[str]:
    """What has to be said before it can come into force, in words."""
    said = content.content_of(rubric)
    names = {part["code"]: str(read(TranslatedText.from_json(part["name"]))) for part in _parts(said)}
    return [_gap(names.get(code, "") or code, name, language) for _kind, code, name, language in content.gaps(said)]


def _parts(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [*said["criteria"], *said["gates"]]


def _gap(part: str, name: str, language: str) -> str:
    if not language:
        return _("at least one criterion")
    what = f"{label(name)} ({IN_LANGUAGE[language]})"
    return f"{part}: {what}" if part else what


def fields_read(names: list[str]) -> list[str]:
    """The answers of a submission that serve a criterion, by their labels."""
    return [str(RECORD_FIELDS[name].label) for name in names if name in RECORD_FIELDS]
