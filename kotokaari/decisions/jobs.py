"""What happens by itself: embargoes end, at their minute; reviews fall due."""

from __future__ import annotations

import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from kotokaari.foundation import audit
from kotokaari.foundation.daily import register_daily
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.moments import register_moment

from . import actions, mails, queries
from .letters import sending
from .models import Decision

_log = structlog.get_logger(__name__)


def register() -> None:
    """Have it done once a day, and publishing besides when an embargo ends."""
    register_moment("publish decisions", queries.waiting_to_publish, publish_due)
    register_daily("publish decisions", publish_due)
    register_daily("reviews of decisions", tell_of_reviews)
    register_daily("letters of decisions", try_letters_again)


def publish_due(day: datetime.date | None = None) -> str:
    """Publish what waits for the end of an embargo; of what cannot be now, or was changed, those who run the call are told."""
    done, refused = 0, []
    for decision in queries.to_publish(timezone.now()):
        try:
            actions.publish_as_asked(decision, by=decision.publish_asked_by)
        except DomainError as error:
            _log.warning("decision not published", decision=str(decision.uuid), why=str(error))
            refused.append(decision.pk)
        else:
            done += 1
    actions.tell_of_held_back(refused, by=None)
    return f"{done} decisions published" if done else ""


def tell_of_reviews(day: datetime.date) -> str:
    """Tell the owners and those who run the call that a label should be looked at again."""
    told = 0
    for decision in queries.to_review(day):
        _tell(decision, day)
        told += 1
    return f"{told} reviews told of" if told else ""


def try_letters_again(day: datetime.date) -> str:
    """Send once more the letters that could not be sent."""
    went = sending.retry_failed()
    return f"{went} letters sent" if went else ""


@transaction.atomic
def _tell(decision: Decision, day: datetime.date) -> None:
    decision.review_told_on = day
    decision.save(update_fields=["review_told_on"])
    audit.record("review due told", target=decision, by=None)
    transaction.on_commit(lambda: mails.review_due(decision.pk), robust=True)
