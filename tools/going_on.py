"""The demo's innovation day once more, as it was while its ideas were written: for pictures of the room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kotokaari.home.demo.innovating import Innovating

if TYPE_CHECKING:
    from kotokaari.innovation.models import Day

SO_FAR, LEFT = timedelta(minutes=75), 12  # since the day began; minutes that are left for ideas


class GoingOn(Innovating):
    """The same people, groups and ideas, today, as far as ideas go."""

    def begins(self) -> datetime:
        """So that the ideas are being written now."""
        from django.utils import timezone

        now = timezone.localtime() - SO_FAR
        return now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)

    def build(self) -> Day:
        """Up to the ideas."""
        self.prepare()
        self.gather()
        self.think()
        self.do(self.leader, "open_phase", phase=self.phases["ideas"].pk, minutes=LEFT)
        return self.day


def go_on() -> Day:
    """Make the day from the demo's survey and people. Returns it."""
    from kotokaari.needs.models import Survey
    from kotokaari.people.models import User

    survey = Survey.objects.filter(is_example=True).order_by("id")[0]
    users = {name: User.objects.get(email=f"{name}@example.org") for name in ("facilitator", "coordinator")}
    return GoingOn(survey, {}, users).build()


def cookie_of(day: Day) -> tuple[str, str]:
    """Name and value of what makes a browser that of a participant who has written something."""
    from django.core import signing

    from kotokaari.innovation.joining.visitors import SALT, cookie_name
    from kotokaari.innovation.marks import mark_of

    marks = set(day.ideas.values_list("mark", flat=True))
    writer = next(person for person in day.participants.order_by("id") if mark_of(person.key, day) in marks)
    return cookie_name(day), signing.dumps(writer.key, salt=SALT)
