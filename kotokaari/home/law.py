"""A legal rule's value as a person would say it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(value: str, unit: str) -> str:
    """``("4", "years")`` → “4 years”; a coded value such as ``municipal-council`` gets its words."""
    coded = {
        "municipal-council": _("the municipal council"),
        "own-plan-or-other-document": _("an action plan of its own, or a part of another document"),
        "required": _("required"),
        "not-required": _("not required"),
    }
    if value in coded:
        return coded[value]
    if not value.isdigit():
        return f"{value} {unit}".strip()
    number = int(value)
    words = {
        "years": ngettext("%(count)d year", "%(count)d years", number),
        "months": ngettext("%(count)d month", "%(count)d months", number),
        "hours": ngettext("%(count)d hour", "%(count)d hours", number),
        "parts": ngettext("%(count)d part", "%(count)d parts", number),
        "areas": ngettext("%(count)d content area", "%(count)d content areas", number),
        "years of age": ngettext("%(count)d year of age", "%(count)d years of age", number),
    }
    return (words.get(unit, f"%(count)d {unit}") % {"count": number}).strip()


def section_in_words(section: str) -> str:
    """``"s. 45"`` as the reader's language writes it: 45 §."""
    number = section.removeprefix("s. ")
    # Translators: a section of an Act. Finnish and Swedish write the number first.
    return _("s. %(number)s") % {"number": number} if number != section else section
