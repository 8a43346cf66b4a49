"""Marks of what a form was opened with: by them an action sees that somebody else has changed it meanwhile."""

from __future__ import annotations

import datetime
import json

from kotokaari.foundation.text import fingerprint

from .models import Meeting, ModeratedScore


def mark_of_agreed(agreed: ModeratedScore | None) -> str:
    """A mark of what was agreed on for a criterion, for a form that shows it."""
    return fingerprint(f"{agreed.level.normalize():f} {agreed.reason}") if agreed else fingerprint("")


def mark_of_meeting(meeting: Meeting) -> str:
    """A mark of a meeting's name, time and place, for a form that shows them."""
    said = [json.dumps(meeting.name.to_json(), sort_keys=True), meeting.starts_at.astimezone(datetime.UTC).isoformat()]
    return fingerprint("\n".join([*said, str(meeting.lasts_minutes), meeting.place, meeting.link]))
