"""What was typed and not sent: of a person in the database, of somebody who has not signed in in the session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from . import actions, queries

STASH, LONGEST = "exchange-unsent", 12_000


def fields_of(request: HttpRequest, form: type[forms.Form]) -> dict[str, str]:
    """What a form brought, as typed."""
    return {name: request.POST[name][:LONGEST] for name in form.base_fields if name in request.POST}


def keep(request: HttpRequest, key: str, form: type[forms.Form]) -> None:
    """Keep the form as it stands."""
    fields = fields_of(request, form)
    if request.user.is_authenticated:
        actions.keep_unsent(key, fields=fields, by=request.user)
    else:
        request.session[STASH] = {key: fields}


def back(request: HttpRequest, key: str) -> tuple[dict[str, Any], Any]:
    """What was kept, and when; from before signing in if there is such."""
    if stashed := request.session.get(STASH, {}).get(key):
        return dict(stashed), None
    if not request.user.is_authenticated:
        return {}, None
    unsent = queries.unsent_of(request.user, key)
    return (dict(unsent.fields), unsent.saved_at) if unsent else ({}, None)


def sent(request: HttpRequest) -> None:
    """What was kept before signing in is not needed any more."""
    request.session.pop(STASH, None)
