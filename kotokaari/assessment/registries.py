"""What upper rooms tell this one: why the assessments of a submission stay as they are."""

from __future__ import annotations

from collections.abc import Callable

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.registry import Registry
from kotokaari.submissions.public import Submission

Settled = Callable[[Submission], str]

_settled = Registry[[Submission], str]()


def register_settled(settled: Settled) -> None:
    """``settled(submission)`` says in a sentence why its assessments stay as they are; "" while they may change."""
    _settled.add(settled)


def refuse_settled(submission: Submission) -> None:
    """Raises DomainError with the reason when the assessments of it stay as they are."""
    if reason := next((said for settled in _settled if (said := settled(submission))), ""):
        raise DomainError(reason)
