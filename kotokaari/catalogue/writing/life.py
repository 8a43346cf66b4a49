"""A practice ends, is archived, withdrawn, put back, or said to be still so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from .. import actions, forms, permissions
from ..models import Practice
from .fetching import me, practice_for
from .sheets import title_of


@dataclass(frozen=True, slots=True)
class Move:
    """A change of status as a page asks for it."""

    act: Callable[..., Practice]
    title: Any
    text: Any
    confirm: Any
    done: Any


MOVES = {
    "end": Move(
        actions.end_practice,
        gettext_lazy("Has “%(title)s” ended?"),
        gettext_lazy("The page stays in the catalogue and says that the practice is no longer carried out, and why."),
        gettext_lazy("Mark as ended"),
        gettext_lazy("The practice is marked as ended."),
    ),
    "archive": Move(
        actions.archive_practice,
        gettext_lazy("Move “%(title)s” to the archive?"),
        gettext_lazy("The page can still be read, but nobody promises that it is up to date."),
        gettext_lazy("Archive"),
        gettext_lazy("The practice is in the archive."),
    ),
    "withdraw": Move(
        actions.withdraw_practice,
        gettext_lazy("Withdraw “%(title)s”?"),
        gettext_lazy("Readers will see only its name, that it was withdrawn, and why. The address stays."),
        pgettext_lazy("a practice", "Withdraw"),
        gettext_lazy("The practice is withdrawn."),
    ),
    "restore": Move(
        actions.restore_practice,
        gettext_lazy("Put “%(title)s” back?"),
        gettext_lazy("It will be in the catalogue as a published practice again."),
        gettext_lazy("Put back"),
        gettext_lazy("The practice is in the catalogue again."),
    ),
}


@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Ask for the reason, then do it."""
    if move not in MOVES:
        raise Http404
    chosen, practice = MOVES[move], practice_for(request.user, key)
    require(permissions.can_change_status(request.user, practice))
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.act(practice, reason=form.text("reason"), by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(chosen.done))
            return redirect(practice)
    context = {
        "title": chosen.title % {"title": title_of(practice)},
        "text": chosen.text,
        "confirm": chosen.confirm,
        "cancel": practice.get_absolute_url(),
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The page still tells the truth."""
    practice = practice_for(request.user, key)
    require(permissions.can_confirm_practice(request.user, practice))
    try:
        actions.confirm_still_so(practice, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. The next check is due in a year."))
    return redirect(practice)
