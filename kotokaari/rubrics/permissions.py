"""Who may change rubrics. Reading those in force or retired is open to everybody.

| person                                | read drafts | write, put into force, discard |
| ------------------------------------- | ----------- | ------------------------------ |
| national specialist                   | yes         | yes                            |
| administrator of the house            | yes         | yes                            |
| everybody else                        | no          | no                             |
"""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import is_specialist


def can_write_rubrics(user: Any) -> bool:
    """National specialists and administrators of the house."""
    return is_specialist(user)
