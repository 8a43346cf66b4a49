"""How long a page may stand without its owner saying that it is still so."""

from __future__ import annotations

import datetime

SECOND_LETTER_AFTER = datetime.timedelta(days=30)
SHOWN_AFTER = datetime.timedelta(days=60)


def unconfirmed_since(
    confirmed_on: datetime.date | None, review_due: datetime.date | None, day: datetime.date
) -> datetime.date | None:
    """The day of the last confirmation, once the owner has left the yearly question open for 60 days; else None."""
    if review_due is None or review_due + SHOWN_AFTER > day:
        return None
    return confirmed_on or review_due
