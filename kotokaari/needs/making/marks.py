"""Marks of what a form was opened with: by them an action sees that somebody else has changed it meanwhile."""

from __future__ import annotations

import json

from kotokaari.foundation.text import fingerprint

from ..models import Question, Section
from .taking import planned


def mark_of_question(question: Question) -> str:
    """A mark of everything a question says, for a form that shows it. One query."""
    return fingerprint(json.dumps([planned(question).to_json(), question.section_id], sort_keys=True))


def mark_of_section(section: Section) -> str:
    """A mark of what a section says."""
    return fingerprint(json.dumps([section.name.to_json(), section.about.to_json(), section.condition], sort_keys=True))
