"""Marks of what a form was opened with: by them an action sees that somebody else has changed it meanwhile."""

from __future__ import annotations

import json

from kotokaari.foundation.text import fingerprint

from .models import Call, Question

SAID = ("section", "label", "help", "type", "choices", "is_required", "words_least", "words_most")


def mark_of_question(question: Question) -> str:
    """A mark of everything a question says, for a form that shows it. One query."""
    said = {name: getattr(question, name) for name in SAID}
    told = {name: value.to_json() if hasattr(value, "to_json") else value for name, value in said.items()}
    serves = sorted(question.serves.values_list("code", flat=True))
    return fingerprint(json.dumps([told, serves], sort_keys=True, default=str))


def mark_of_people(call: Call) -> str:
    """A mark of who runs a call, for a form that shows it. One query."""
    return fingerprint(repr(sorted(call.people.values_list("part", "user"))))
