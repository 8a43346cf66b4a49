"""Reminders 3, 6, 12 and 24 months after the work began: is it still in use, what was changed, what came of it?

``planning`` keeps the rows in step with the adoption, ``sending`` writes the letters of a day, ``answering``
does what was answered, and ``views`` shows the page behind the letter, where nobody needs to sign in.
"""

from __future__ import annotations


def register() -> None:
    """Plan at each change of an adoption, send every day, show on «My work», and keep people's rights."""
    from django.db.models.signals import post_save

    from kotokaari.foundation.daily import register_daily
    from kotokaari.people.public import person_erased, register_export, register_work_section

    from ..models import Adoption
    from . import planning, queries, sending

    post_save.connect(planning.plan_after_save, sender=Adoption, dispatch_uid="follow-ups of an adoption")
    register_daily("follow-ups", sending.work)
    register_work_section(queries.work_section)
    register_export("follow_ups", queries.of_person)
    person_erased.connect(planning.forget_person, dispatch_uid="person in follow-ups")
