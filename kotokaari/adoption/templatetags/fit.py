"""Filters for pages that weigh practices."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from kotokaari.foundation.text import TranslatedText

from ..fit.rules import Finding

register = template.Library()


@register.filter
def text_of(texts: Mapping[str, TranslatedText], finding: Finding) -> TranslatedText | None:
    """The requirement a finding is about, as the practice words it; None for a rule of its own words."""
    return texts.get(finding.item) if finding.item else None
