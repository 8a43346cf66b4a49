"""What simulated participants say. Every word says that it is an example."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

IDEAS = (
    _("Example: a shared morning coffee once a month"),
    _("Example: pictures beside every notice"),
    _("Example: one phone number for all questions"),
    _("Example: a buddy for the first weeks"),
    _("Example: a visit before the first day"),
    _("Example: the same form in all municipalities"),
    _("Example: an interpreter by phone in five minutes"),
    _("Example: a day at each other's work"),
    _("Example: parents tell of their own language"),
    _("Example: a checklist for the first meeting"),
    _("Example: an evening for fathers"),
    _("Example: short training, an hour three times"),
    _("Example: a map of who does what"),
    _("Example: a voice message in place of a letter"),
    _("Example: hobbies that can be tried for nothing"),
    _("Example: a word list of twenty words"),
)
EPIC = _("Example: an epic of the rehearsal")
HYPOTHESIS = _("Example: we believe that this helps families in their first weeks; we know it when they tell us so.")
