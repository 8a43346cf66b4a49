"""What conditions on earlier answers look at, in plain Python. Whether one holds is reckoned in ``answering/asking.py``.

A condition is ``{}`` (always), ``{"question": code}`` (was answered) with one of ``is``, ``is_not``, ``at_least``,
``at_most`` and a value, or ``{"all"|"any": [conditions]}``, ``{"not": condition}``. Where several may be chosen, «is»
means «is among them».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Condition = Mapping[str, Any]
VALUES = ("is", "is_not", "at_least", "at_most")


def parts_of(condition: Condition | None) -> list[Condition]:
    """The conditions that this one is made of; none for a plain one."""
    if not condition:
        return []
    found = [*condition.get("all", ()), *condition.get("any", ())]
    return [*found, condition["not"]] if "not" in condition else found


def asked_about(condition: Condition | None) -> Iterator[str]:
    """The codes of the questions a condition looks at."""
    for code, _value in comparisons(condition):
        yield code


def comparisons(condition: Condition | None) -> Iterator[tuple[str, Any]]:
    """Every question a condition looks at, with the value it compares (None: whether it was answered)."""
    for part in parts_of(condition):
        yield from comparisons(part)
    if condition and "question" in condition:
        yield str(condition["question"]), next((condition[word] for word in VALUES if word in condition), None)


def is_plain(condition: Condition | None) -> bool:
    """True for what the plain form can say: nothing, or one question that is or is not one value."""
    if not condition:
        return True
    return set(condition) in ({"question", "is"}, {"question", "is_not"}) and not isinstance(
        condition.get("is", condition.get("is_not")), list
    )
