"""Steps that ask for a sentence first: calling off, closing, hiding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from .. import forms


def with_reason(request: SignedInRequest, thing: Any, act: Any, words: dict[str, str]) -> HttpResponse:
    """Ask why in ``words`` (title, text, confirm, done), then ``act(thing, reason=…, by=…)`` and go back to the thing."""
    form = forms.SentenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(thing, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words["done"])
            return redirect(thing)
    return render(request, "ui/confirm.html", {**words, "form": form, "cancel": thing.get_absolute_url()})
