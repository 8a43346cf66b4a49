"""Values of legal rules in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .book import concept_book
from .models import LegalRule


def value_in_words(rule: LegalRule, language: str) -> str:
    """A rule's value as a reader says it: «4 years», «the municipal council», «not required»."""
    if rule.value.isdecimal():
        return _number(int(rule.value), rule.unit)
    if rule.unit == "body":
        return concept_book().label(rule.value, language)
    words = {
        "required": _("required"),
        "not-required": _("not required"),
        "own-plan-or-other-document": _("a plan of its own or another municipal document"),
    }
    return words.get(rule.value, rule.value)


def _number(count: int, unit: str) -> str:
    values = {"count": count}
    match unit:
        case "years":
            return ngettext("%(count)d year", "%(count)d years", count) % values
        case "months":
            return ngettext("%(count)d month", "%(count)d months", count) % values
        case "hours":
            return ngettext("%(count)d hour", "%(count)d hours", count) % values
        case "parts":
            return ngettext("%(count)d part", "%(count)d parts", count) % values
        case "areas":
            return ngettext("%(count)d area", "%(count)d areas", count) % values
        case "years of age":
            return _("under %(count)d years of age") % values
    return f"{count} {unit}".strip()
