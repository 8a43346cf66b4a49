"""Letters, in the language of the person they go to."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


class Unsure(OSError):
    """The line to the mail server broke while a letter was handed over: nobody knows whether it went."""


LOST = (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError)


class Addressee(Protocol):
    """Somebody one may write to."""

    email: str
    language: str


File = tuple[str, bytes, str]  # its name, what is in it, its media type


def send(
    to: Addressee,
    template: str,
    *,
    files: Sequence[File] = (),
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> None:
    """Send a plain-text letter made from ``<template>.txt``, whose first line is the subject.

    Call it after commit. Rendered in ``to.language``; ``base_url`` is there for full addresses. ``headers`` are
    further header lines, such as ``List-Unsubscribe``.
    """
    if _is_silent.get():
        return
    with translation.override(to.language):
        text = render_to_string(f"{template}.txt", {**context, "to": to, "base_url": settings.BASE_URL})
    subject, _newline, body = text.strip().partition("\n")
    deliver(to.email, subject=subject, body=body, files=files, headers=headers)


def deliver(
    address: str, *, subject: str, body: str, files: Sequence[File] = (), headers: Mapping[str, str] | None = None
) -> None:
    """Send a plain-text letter whose words are written already.

    Raises OSError when it cannot be handed over, and Unsure when the line broke while it was: it may have gone.
    """
    if _is_silent.get():
        return
    letter = EmailMessage(subject.strip(), body.strip() + "\n", to=[address], headers=dict(headers or {}))
    for name, content, media_type in files:
        letter.attach(name, content, media_type)
    line = letter.get_connection()  # type: ignore[attr-defined]  # the stubs do not know it
    opened = line.open()  # what fails here has not begun to go
    try:
        letter.send()
    except LOST as error:
        raise Unsure(f"{type(error).__name__}: {error}") from error
    finally:
        if opened:
            with suppress(OSError):
                line.close()


@contextmanager
def silence() -> Iterator[None]:
    """Write no letters meanwhile: for filling a house with what happened long ago. Put it around the transaction."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)
