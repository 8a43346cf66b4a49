"""A form of the ledger on a page: filled from what stands or was left half typed, saved, or shown with both texts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kotokaari.foundation.dates import written_day
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText

from .. import actions, queries
from ..forms import LedgerForm, language
from ..merging import EditConflict, plain
from ..models import Adoption
from .fetching import me, title_of, trail

Save = Callable[[LedgerForm], Any]


def form_page(
    request: HttpRequest,
    adoption: Adoption,
    *,
    name: str,
    make: Callable[..., LedgerForm],
    save: Save,
    heading: Any,
    lead: Any = "",
    after: str,
    thing: Any = None,
    remove: str = "",
) -> HttpResponse:
    """GET shows the form, POST saves it. ``name`` is under what half-typed words are kept."""
    unsaved = queries.unsaved_of(adoption, me(request), name)
    typed = unsaved.values if unsaved and request.method != "POST" else None
    form = make(request.POST if request.method == "POST" else None, thing=thing, typed=typed)
    conflict: EditConflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except EditConflict as error:
            conflict = error
            form.shown_anew()
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            actions.forget_typed(adoption, form=name, by=me(request))
            return redirect(after)
    context = {
        "adoption": adoption,
        "form": form,
        "form_name": name,
        "form_key": f"{adoption.uuid}-{name}",
        "unsaved": unsaved if typed is not None else None,
        "conflict": conflict,
        "theirs": [_their(form, field, value) for field, value in conflict.theirs.items()] if conflict else [],
        "heading": heading,
        "lead": lead,
        "title": title_of(adoption),
        "trail": trail(adoption, str(heading)),
        "remove": remove,
        "back": after,
        "groups": form.groups(),
    }
    return render(request, "adoption/writing/form.html", context, status=409 if conflict else 200)


def _their(form: forms.Form, name: str, value: Any) -> dict[str, str]:
    """What somebody else saved in a field, in words."""
    field = form.fields[name]
    words = str(read(value)) if isinstance(value, TranslatedText) else plain(value)
    if isinstance(value, datetime.date):
        words = written_day(value, language())
    if hasattr(field, "choices"):
        code = value.code if hasattr(value, "code") else words
        words = str(dict(field.choices).get(code, words))
    return {"label": str(field.label), "words": words}
