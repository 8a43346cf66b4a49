"""What happens here when something happens in the rooms below."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice

from . import actions, queries


def practice_withdrawn(sender: Any, practice: Practice, by: Any = None, **_signal: Any) -> None:
    """Nobody waits for what will not come: times to come are cancelled and waiting questions closed, with the reason."""
    if practice.status != Practice.Status.WITHDRAWN:
        return
    for offer in queries.standing_offers(practice):
        actions.cancel_offer(offer, reason=_reason(practice, offer.title.source), by=by)
    for question in queries.waiting_questions(practice):
        actions.close_question(question, reason=_reason(practice, question.language), by=by)


def _reason(practice: Practice, language: str) -> str:
    with translation.override(language):
        why = practice.status_reason.read(language).text
        return " ".join(part for part in (_("The practice was withdrawn."), why) if part)
