"""Two sent versions beside each other, word by word: the record's fields and the call's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kotokaari.calls.public import Question
from kotokaari.catalogue.public import changes_in_words, compare, word_difference
from kotokaari.foundation.text import Reading
from kotokaari.ui.languages import direction

from ..models import Submission, SubmissionVersion
from .content import asked_of, label_of, own_answer, text_of

Asked = Mapping[str, Any]
TEXTS = (Question.Type.TEXT, Question.Type.LINE)


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since what was sent in an earlier round: that version, and each change as the page tells it."""

    version: SubmissionVersion
    changes: list[dict[str, Any]]


def changes_since_earlier(user: Any, version: SubmissionVersion, language: str) -> Since | None:
    """A version beside what was sent in the round before; None when there was none, or this person is recused from it.

    Two queries at most.
    """
    if version.submission.earlier_id is None:
        return None
    before = Submission.objects.not_recused(user).filter(pk=version.submission.earlier_id, current__isnull=False)
    earlier = before.select_related("current", "round").first()
    if earlier is None or earlier.current is None:
        return None
    earlier.current.submission = earlier
    return Since(earlier.current, changes_between(earlier.current, version, language))


def changes_between(
    before: SubmissionVersion, after: SubmissionVersion, language: str, texts_in: str = ""
) -> list[dict[str, Any]]:
    """What differs, for a reader of ``language``; ``texts_in`` compares one language, else what was written in.

    Each is told as ``catalogue/writing/_change.html`` wants it. No query.
    """
    told = [changes_in_words(change) for change in compare(before.record, after.record, texts_in)]
    asked = {str(one.get("code")): one for version in (before, after) for one in asked_of(version)}
    own = [one for one in asked.values() if not one.get("field") and one.get("type") != Question.Type.FILE]
    told += [change for one in own if (change := _own_change(one, before, after, language, texts_in))]
    return told


def _own_change(
    asked: Asked, before: SubmissionVersion, after: SubmissionVersion, language: str, texts_in: str
) -> dict[str, Any] | None:
    code = str(asked.get("code"))
    old, new = before.answers.get(code), after.answers.get(code)
    if old == new:
        return None
    label = label_of(asked, language)
    if asked.get("type") in TEXTS:
        return _text_change(label, text_of(old), text_of(new), texts_in)
    was, now = (own_answer(asked, value, language)[1] for value in (old, new))
    return {"label": label, "before": [was] if was else [], "after": [now] if now else []}


def _text_change(label: Reading, old: Any, new: Any, texts_in: str) -> dict[str, Any] | None:
    was, now = (text.text(texts_in or text.source) for text in (old, new))
    if was == now:
        return None
    tongue = texts_in or new.source
    return {
        "label": label,
        "is_text": True,
        "pieces": word_difference(was, now),
        "lang": tongue,
        "dir": direction(tongue),
    }
