"""A newer version of the practice is out: what changed, and does this adopter follow?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import compare
from kotokaari.foundation.errors import DomainError

from .. import actions, forms, queries
from ..models import VersionChoice
from .fetching import adoption_to_write, me, title_of, trail


@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The changed fields word by word, and the answer with its reason."""
    adoption = adoption_to_write(request, uuid)
    choice = queries.choice_for(adoption)
    form = forms.VersionForm(request.POST or None, initial=_initial(choice))
    if request.method == "POST" and form.is_valid():
        follows = form.cleaned_data["follows"] == "yes"
        try:
            actions.answer_version(choice, follows=follows, reason=form.text(), by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your answer is saved. You can change it here until the next version."))
            return redirect("adoption:write", uuid)
    before = choice.before or adoption.version
    touched = {part.block for part in adoption.adaptations.all() if part.block}
    context = {
        "adoption": adoption,
        "choice": choice,
        "before": before,
        "form": form,
        "changes": [_told(change, touched) for change in compare(before.whole, choice.version.whole)],
        "title": title_of(adoption),
        "trail": trail(adoption, _("New version")),
    }
    return render(request, "adoption/writing/version.html", context)


def _initial(choice: VersionChoice) -> dict[str, Any]:
    answer = {VersionChoice.Choice.FOLLOWS: "yes", VersionChoice.Choice.STAYS: "no"}
    said = answer.get(VersionChoice.Choice(choice.choice), "")
    return {"follows": said, "reason": choice.reason.source_text}


def _told(change: Any, touched: set[str]) -> dict[str, Any]:
    """A changed field: its words where it is a text, else that it changed; and whether an adaptation concerns it."""
    return {
        "label": change.field.label,
        "kind": change.kind,
        "pieces": change.pieces,
        "language": change.languages[1],
        "rows": len(change.parts),
        "is_adapted": change.field.name == "building_blocks" and bool(touched),
    }
