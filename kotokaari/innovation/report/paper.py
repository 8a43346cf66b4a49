"""The report as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.foundation.typesetting import typeset
from kotokaari.innovation.models import IdeaFile

from .gathering import Told, language

SOURCE = Path(__file__).parent / "report.typ"
MOST_PHOTOS = 40


def paper(told: Told) -> bytes:
    """The PDF in the language of the moment."""
    photos = told.photos[:MOST_PHOTOS]
    files = {name_of(number, photo): content_of(photo) for number, photo in enumerate(photos, 1)}
    return typeset(SOURCE, _data(told, photos), files=files)


def name_of(number: int, photo: IdeaFile) -> str:
    """The name of a photo beside the report."""
    return f"photo-{number}.{'png' if photo.media_type == 'image/png' else 'jpg'}"


def content_of(photo: IdeaFile) -> bytes:
    """A photo as it is kept."""
    with photo.file.open("rb") as kept:
        return bytes(kept.read())


def caption_of(photo: IdeaFile) -> str:
    """What is said under a photo."""
    about = _("Photo of idea %(number)s") % {"number": photo.idea.number}
    return f"{about}: {photo.caption}" if photo.caption else about


def _data(told: Told, photos: list[IdeaFile]) -> dict[str, Any]:
    return {
        "language": language(),
        "title": told.title,
        "author": str(told.day.organisation),
        "eyebrow": " · ".join(part for part in (told.eyebrow, told.when) if part),
        "notices": told.notices,
        "source": _("Source: %(source)s") % {"source": told.source} if told.source else "",
        "footer": told.footer,
        "figures": [{"number": number, "words": words} for number, words in told.figures],
        "labels": labels(),
        "course": [list(row) for row in told.course],
        "people": [{"title": title, "sentence": sentence, "rows": [list(row) for row in rows]} for title, sentence, rows in told.people],
        "survey": told.survey,
        "themes": [
            {
                "name": theme.name, "about": theme.about, "sentence": theme.sentence, "chosen": theme.chosen,
                "ideas": [
                    {
                        "text": f"{idea.number}. {idea.text or '–'}",
                        "notes": " · ".join(part for part in (idea.group, *idea.notes) if part),
                        "comments": idea.comments,
                    }
                    for idea in theme.ideas
                ],
            }
            for theme in told.themes
        ],
        "epics": [
            {
                "heading": f"{epic.number}. {epic.name}",
                "facts": facts_of_epic(epic.status, epic.theme, epic.ideas),
                "parts": [{"label": label, "lines": lines} for label, lines in epic.parts],
            }
            for epic in told.epics
        ],
        "feedback": {
            "said": told.feedback_said,
            "questions": [
                {"title": title, "sentence": sentence, "rows": [list(row) for row in rows]}
                for title, sentence, rows in told.feedback
            ],
        },
        "photos": [{"file": name_of(number, photo), "caption": caption_of(photo)} for number, photo in enumerate(photos, 1)],
    }  # fmt: skip


def facts_of_epic(status: str, theme: str, ideas: str) -> str:
    """The line under an epic's heading."""
    parts = [status, theme]
    if ideas:
        parts.append(_("from ideas %(ideas)s") % {"ideas": ideas})
    return " · ".join(parts)


def labels() -> dict[str, Any]:
    """The words of the report itself."""
    return {
        "people": _("Who took part"),
        "course": _("Course of the day"),
        "clock": _("Time"),
        "phase": _("Part of the day"),
        "count": _("Number of people"),
        "survey": _("The survey before the day"),
        "feedback": _("Feedback on the day"),
        "answer": pgettext("to a question", "Answer"),
        "answers": pgettext("how many", "Responses"),
        "themes": _("Themes and ideas"),
        "chosen": _("Chosen and weighed"),
        "chosen_heads": [
            pgettext("of a choice", "Place"),
            _("Idea"),
            _("Points"),
            _("Value"),
            _("Impact"),
            _("Feasibility"),
        ],
        "comments": _("Comments"),
        "epics": _("Epics"),
        "photos": _("Photos"),
    }
