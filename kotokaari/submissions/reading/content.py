"""What was sent, ready to be read: the questions as they were asked then, with their answers.

Any room may show it with ``submissions/reading/_content.html`` and ``sections=content_of(version, language)``:
the page decides who may read, this module only what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import gettext as _

from kotokaari.calls.public import Question
from kotokaari.catalogue.public import RECORD_FIELDS, record_spec, tell
from kotokaari.foundation.dates import written_date
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.ui.languages import SHOWN_IN, SHOWN_IN_ANOTHER

from ..models import SubmissionFile, SubmissionVersion

Asked = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [], {})
Type = Question.Type


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent."""

    name: str
    size: int
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question as it was asked, and what was answered. ``shape`` says how it is written down.

    Shapes: text (a ``Reading``), words, table, blocks, steps, materials as on a practice's page; files
    (``SentFile``s); "" when nothing was answered. ``serves`` are codes of criteria.
    """

    code: str
    label: Reading
    shape: str
    value: Any = None
    heads: Any = ()
    serves: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def is_example(self) -> bool:
        """Nothing in a submission is marked by field; the whole of it is."""
        return False


@dataclass(frozen=True, slots=True)
class Section:
    """Answers under one heading; the heading may be empty."""

    label: Reading
    answers: list[Answer] = field(default_factory=list)


class Content(list[Section]):
    """What was sent, section by section; it knows whether one word at the top tells the language of all of it."""

    @property
    def shown_in(self) -> str:
        """The language of every text, said once: "" when it is the reader's, or when there is more to say of some text."""
        readings = [one for section in self for answer in section.answers for one in _readings(answer.value)]
        languages = {one.language for one in readings}
        plain = all(one.is_fallback and not one.is_stale and one.status == "human" for one in readings)
        if len(languages) != 1 or not plain:
            return ""
        return str(SHOWN_IN.get(languages.pop(), SHOWN_IN_ANOTHER))

    @property
    def tells_each(self) -> bool:
        """True when each text says its own language."""
        return not self.shown_in


def _readings(value: Any) -> Iterator[Reading]:
    """Every text with words in what an answer shows."""
    if isinstance(value, Reading):
        if value:
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _readings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _readings(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _readings(getattr(value, part.name))


def content_of(version: SubmissionVersion, language: str) -> Content:
    """A sent version for a reader of ``language``. One query when it has files, else none (books apart)."""
    files = _files_of(version)
    sections = Content()
    for asked in asked_of(version):
        label = _section_label(asked, language)
        if not sections or sections[-1].label.text != label.text:
            sections.append(Section(label))
        sections[-1].answers.append(_answer(version, asked, files, language))
    rest = [file for code, those in files.items() if code is None for file in those]
    if rest:
        label = Reading(_("Attachments"), language, language)
        sections.append(Section(label, [Answer("attachments", label, "files", rest)]))
    return sections


def asked_of(version: SubmissionVersion) -> list[Asked]:
    """What was asked when it was sent; the fields of the record that say anything where that was not kept."""
    if version.questions:
        return list(version.questions)
    names = (field.name for section in record_spec.SECTIONS for field in section.fields)
    return [{"code": name, "field": name} for name in names if version.record.get(name) not in NOTHING]


def text_of(value: Any) -> TranslatedText:
    """A stored text; a bare string counts as one without a language of its own."""
    if isinstance(value, str):
        return TranslatedText.of("fi", value)
    try:
        return TranslatedText.from_json(value)
    except ValueError:
        return TranslatedText()


def label_of(asked: Asked, language: str) -> Reading:
    """The question as it was asked, for this reader; the record's own words where the call had none."""
    label = text_of(asked.get("label")).read(language)
    if label:
        return label
    field_of = RECORD_FIELDS.get(str(asked.get("field") or ""))
    return Reading(str(field_of.label) if field_of else str(asked.get("code", "")), language, language)


def _section_label(asked: Asked, language: str) -> Reading:
    label = text_of(asked.get("section")).read(language)
    section = record_spec.SECTION_OF.get(str(asked.get("field") or ""))
    if label or section is None:
        return label
    return Reading(str(section.label), language, language)


def _answer(
    version: SubmissionVersion, asked: Asked, files: Mapping[str | None, list[SentFile]], language: str
) -> Answer:
    name, code = str(asked.get("field") or ""), str(asked.get("code") or "")
    more: dict[str, Any] = {
        "serves": tuple(asked.get("serves") or ()),
        "is_required": bool(asked.get("is_required")),
    }
    label = label_of(asked, language)
    if name in RECORD_FIELDS:
        told = tell(name, version.record.get(name), language)
        if told is None:
            return Answer(code, label, "", **more)
        return Answer(code, label, told.shape, told.value, told.heads, **more)
    if asked.get("type") == Type.FILE:
        return Answer(code, label, "files" if files.get(code) else "", files.get(code, []), **more)
    shape, value = own_answer(asked, version.answers.get(code), language)
    return Answer(code, label, shape, value, **more)


def own_answer(asked: Asked, value: Any, language: str) -> tuple[str, Any]:
    """The shape and the value of an answer to an own question, in the reader's words."""
    if value in NOTHING:
        return "", None
    match asked.get("type"):
        case Type.TEXT | Type.LINE:
            text = text_of(value)
            return ("text", text.read(language)) if text else ("", None)
        case Type.CHOICE | Type.MANY:
            chosen = value if isinstance(value, list) else [value]
            return "words", ", ".join(str(_choice(asked, code, language)) for code in chosen)
        case Type.FLAG:
            return "words", _("Yes") if value else _("No")
        case Type.DATE:
            return "words", written_date(str(value), language)
        case Type.NUMBER:
            return "words", _number(value)
    return "words", str(value)


def _number(value: Any) -> str:
    try:
        return formats.number_format(value, force_grouping=True)
    except (TypeError, ValueError):
        return str(value)


def _choice(asked: Asked, code: Any, language: str) -> Reading | str:
    for choice in asked.get("choices") or ():
        if choice.get("code") == code:
            return text_of(choice.get("label")).read(language) or str(code)
    return str(code)


def _files_of(version: SubmissionVersion) -> dict[str | None, list[SentFile]]:
    """The files of the version by the code of their question; None for those that answer none."""
    kept = [entry["uuid"] if isinstance(entry, dict) else entry for entry in version.files]
    found: dict[str | None, list[SentFile]] = {}
    if not kept:
        return found
    codes = {str(asked.get("code")) for asked in asked_of(version)}
    rows = SubmissionFile.objects.filter(submission=version.submission_id, uuid__in=kept)
    for file in rows.select_related("question"):
        code = file.question.code if file.question and file.question.code in codes else None
        found.setdefault(code, []).append(SentFile(file.name, file.size, file.media_type, file_url(file)))
    return found


def file_url(file: SubmissionFile) -> str:
    """Where a sent file is fetched."""
    try:
        return reverse("submissions:sent-file", args=[file.uuid, file.name])
    except NoReverseMatch:
        return ""
