"""A public decision as linked data: a schema.org Review of the practice by the organisation of the call."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics.public import HIGHEST, LOWEST

from .telling import DecisionTold

# A block of data may not end the element it stands in.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def review(told: DecisionTold) -> dict[str, Any]:
    """The review, with a rating for each criterion."""
    decision = told.decision
    call = decision.submission.call
    return {
        "@context": "https://schema.org/",
        "@type": "Review",
        "@id": _id(decision.uuid),
        "name": _words(told.title),
        "reviewBody": _words(decision.reasons),
        "reviewAspect": str(decision.get_label_display()),
        "datePublished": decision.published_at.date().isoformat() if decision.published_at else None,
        "itemReviewed": {"@type": "CreativeWork", "@id": _id(decision.practice.uuid)} if decision.practice else None,
        "author": {"@type": "Organization", "@id": _id(call.organisation.uuid), "name": _words(call.organisation.name)},
        "isPartOf": {"@type": "Event", "@id": _id(call.uuid), "name": _words(call.name)},
        "reviewRating": [
            {
                "@type": "Rating", "reviewAspect": one.criterion.code, "ratingValue": one.score,
                "bestRating": HIGHEST, "worstRating": LOWEST, "ratingExplanation": _words(one.reason),
            }
            for one in told.criteria
            if one.score is not None
        ],
    }  # fmt: skip


def as_data(data: dict[str, Any]) -> SafeString:
    """JSON that may stand inside an element of a page."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - cannot end the element


def _id(uuid: Any) -> str:
    return f"{settings.BASE_URL}/id/{uuid}"


def _words(text: TranslatedText) -> list[dict[str, str]]:
    return [{"@value": one.text, "@language": language} for language, one in text.renderings.items() if one.text]
