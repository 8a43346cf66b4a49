"""Where a legal rule stands, as a person would say it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def section_in_words(number: str) -> str:
    """``"45"`` as the reader's language writes it: 45 §."""
    # Translators: a section of an Act. Finnish and Swedish write the number first.
    return _("s. %(number)s") % {"number": number} if number else ""
