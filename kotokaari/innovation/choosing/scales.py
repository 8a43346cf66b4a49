"""The scales on which chosen ideas are weighed, with words for each level."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Scale:
    """A scale: its short name, the question, and what each level from 0 to 4 means."""

    key: str
    name: Promise
    question: Promise
    levels: tuple[Promise, ...]


SCALES = (
    Scale(
        "value",
        pgettext_lazy("scale", "Value"),
        _("How much good does it do the families?"),
        (
            _("No good that one would notice"),
            _("A little good for a few families"),
            _("A little good for many, or clear good for a few"),
            _("Clear good for many families"),
            _("It changes the daily life of many families"),
        ),
    ),
    Scale(
        "impact",
        pgettext_lazy("scale", "Impact on the meeting"),
        _("How does it change the way families are met?"),
        (
            _("Families are met as before"),
            _("Now and then somewhat more easily"),
            _("Often more easily: one understands each other better"),
            _("Families are met in a clearly new way"),
            _("Families take part as equals, and it stays so"),
        ),
    ),
    Scale(
        "feasibility",
        pgettext_lazy("scale", "Feasibility"),
        _("How easily can it be done?"),
        (
            _("It cannot be done with what is in sight"),
            _("It needs money or decisions from elsewhere"),
            _("It can be done within a year by our own decision"),
            _("It can begin in some months with the people there are"),
            _("It can begin next week with what there is"),
        ),
    ),
)
