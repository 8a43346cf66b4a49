"""Words in braces that a letter fills in. Nothing else is looked up: a template runs no code and reaches no data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kotokaari.foundation.errors import DomainError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = object

BRACES = re.compile(r"\{([^{}\n]*)\}")
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word that may stand in braces, and what it becomes."""

    name: str
    means: Text


PLACEHOLDERS = (
    Placeholder("name", gettext_lazy("the name of the person the letter goes to")),
    Placeholder("practice", gettext_lazy("the name of the practice, as it was sent")),
    Placeholder("number", gettext_lazy("the number of the submission")),
    Placeholder("organisation", gettext_lazy("the organisation that submitted it")),
    Placeholder("call", gettext_lazy("the name of the call")),
    Placeholder("outcome", gettext_lazy("what was decided")),
    Placeholder("label", gettext_lazy("the label, when one was given")),
    Placeholder("reasons", gettext_lazy("the reasons for the decision")),
    Placeholder("feedback", gettext_lazy("each criterion with what the panel says of it")),
    Placeholder("conditions", gettext_lazy("the conditions, or what to develop")),
    Placeholder("appeal_until", gettext_lazy("the last day to ask for a new look at the decision")),
    Placeholder("link", gettext_lazy("the address of the decision")),
    Placeholder("sender", pgettext_lazy("of a letter", "the organisation of the call")),
)
NAMES = frozenset(placeholder.name for placeholder in PLACEHOLDERS)


def check(text: str) -> None:
    """Refuse words in braces that a letter cannot fill in. Raises DomainError, naming them and what may be meant."""
    wrong = [found for found in dict.fromkeys(BRACES.findall(text)) if found.strip() not in NAMES]
    if not wrong:
        return
    said = ", ".join(f"{{{word}}}" for word in wrong)
    near = get_close_matches(wrong[0].strip().lower(), NAMES, 1)
    if near:
        raise DomainError(
            _("A letter cannot fill in %(words)s. Did you mean %(near)s?") % {"words": said, "near": f"{{{near[0]}}}"}
        )
    raise DomainError(
        _("A letter cannot fill in %(words)s. The words that it can fill in stand beside the text.") % {"words": said}
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its words in braces filled in; what they bring is never filled in again."""
    filled = BRACES.sub(lambda found: values.get(found[1].strip(), found[0]), text.replace("\r\n", "\n"))
    return EMPTY_LINES.sub("\n\n", filled).strip()
