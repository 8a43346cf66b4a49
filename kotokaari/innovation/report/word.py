"""The report as a document that a word processor opens and people go on writing in (DOCX)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .gathering import EpicTold, ThemeTold, Told, language
from .paper import MOST_PHOTOS, caption_of, content_of, facts_of_epic, labels

if TYPE_CHECKING:
    from docx.document import Document

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
# What XML 1.0 (2.2) cannot hold.
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(told: Told) -> bytes:
    """The DOCX in the language of the moment."""
    from docx import Document as new_document

    made = new_document()
    made.core_properties.title, made.core_properties.author = plain(told.title), plain(str(told.day.organisation))
    made.core_properties.language = LOCALES.get(language(), "fi-FI")
    _begin(made, told)
    words = labels()
    if told.course:
        made.add_heading(words["course"], 1)
        _table(made, [words["clock"], words["phase"]], [list(row) for row in told.course])
    if told.people:
        made.add_heading(words["people"], 1)
    for title, sentence, rows in told.people:
        made.add_heading(title, 2)
        made.add_paragraph(sentence)
        _table(made, [title, words["count"]], [list(row) for row in rows])
    if told.survey:
        made.add_heading(words["survey"], 1)
        for line in told.survey:
            made.add_paragraph(plain(line))
    made.add_heading(words["themes"], 1)
    for theme in told.themes:
        _theme(made, theme, words)
    if told.epics:
        made.add_heading(words["epics"], 1)
    for epic in told.epics:
        _epic(made, epic)
    _feedback(made, told, words)
    _photos(made, told, words)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def plain(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return UNWRITABLE.sub("", text)


def _begin(made: Document, told: Told) -> None:
    made.add_paragraph(plain(" · ".join(part for part in (told.eyebrow, told.when) if part)))
    made.add_heading(plain(told.title), 0)
    for notice in told.notices:
        made.add_paragraph(notice, style="Intense Quote")
    for number, words in told.figures:
        paragraph = made.add_paragraph(style="List Bullet")
        paragraph.add_run(number).bold = True
        paragraph.add_run(f" {words}")
    if told.source:
        made.add_paragraph(plain(_("Source: %(source)s") % {"source": told.source}))
    made.sections[0].footer.paragraphs[0].text = plain(told.footer)


def _table(made: Document, heads: list[str], rows: list[list[str]]) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    _repeat_head(table.rows[0])
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = plain(head)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = plain(text)
    made.add_paragraph()


def _repeat_head(row: Any) -> None:
    """The first row is a heading: on each page, and for readers of the screen (ECMA-376, 17.4.78)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _theme(made: Document, theme: ThemeTold, words: dict[str, Any]) -> None:
    made.add_heading(plain(theme.name), 2)
    if theme.about:
        made.add_paragraph(plain(theme.about))
    made.add_paragraph(theme.sentence)
    if theme.chosen:
        made.add_heading(words["chosen"], 3)
        _table(made, words["chosen_heads"], theme.chosen)
    for idea in theme.ideas:
        paragraph = made.add_paragraph(plain(f"{idea.number}. {idea.text or '–'}"))
        notes = " · ".join(part for part in (idea.group, *idea.notes) if part)
        if notes:
            paragraph.add_run(plain(f" ({notes})")).italic = True
        for comment in idea.comments:
            made.add_paragraph(plain(comment), style="List Bullet")


def _epic(made: Document, epic: EpicTold) -> None:
    made.add_heading(plain(f"{epic.number}. {epic.name}"), 2)
    made.add_paragraph(plain(facts_of_epic(epic.status, epic.theme, epic.ideas)))
    for label, lines in epic.parts:
        paragraph = made.add_paragraph()
        paragraph.add_run(plain(f"{label}. ")).bold = True
        paragraph.add_run(plain("\n".join(lines)))


def _feedback(made: Document, told: Told, words: dict[str, Any]) -> None:
    if told.feedback_said:
        made.add_heading(words["feedback"], 1)
        made.add_paragraph(told.feedback_said)
    for title, sentence, rows in told.feedback:
        made.add_heading(plain(title), 2)
        made.add_paragraph(plain(sentence))
        if rows:
            _table(made, [words["answer"], words["answers"]], [list(row) for row in rows])


def _photos(made: Document, told: Told, words: dict[str, Any]) -> None:
    from docx.shared import Cm

    if told.photos:
        made.add_heading(words["photos"], 1)
    for photo in told.photos[:MOST_PHOTOS]:
        shape = made.add_picture(io.BytesIO(content_of(photo)), width=Cm(11))
        shape._inline.docPr.set("descr", plain(caption_of(photo)))
        made.add_paragraph(plain(caption_of(photo)), style="Caption")
