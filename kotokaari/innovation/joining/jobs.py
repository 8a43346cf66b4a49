"""What happens once a day to what people said of themselves."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from kotokaari.innovation.models import Day
from kotokaari.innovation.preparing.times import zone_of

from . import actions


def erase(day: datetime.date) -> str:
    """Names and addresses go when their date has come, access needs when the day is over. Safe to do twice."""
    erased = 0
    for one in Day.objects.filter(keeps_people_until__lt=day, people_erased_at__isnull=True):
        erased += actions.erase_people(one)
    over = Day.objects.annotate(last=Max("phases__starts_at")).exclude(participants__access_needs="")
    over = over.filter(participants__isnull=False).distinct()
    for one in over:
        if one.state in (Day.State.DONE, Day.State.CANCELLED) or (
            one.last and one.last.astimezone(zone_of(one)).date() < day
        ):
            actions.erase_needs(one)
    return _("%(count)d participants erased") % {"count": erased} if erased else ""
