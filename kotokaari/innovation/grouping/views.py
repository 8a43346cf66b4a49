"""The page of groups, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.joining.codes import join_address, own_code
from kotokaari.innovation.joining.queries import head_counts
from kotokaari.innovation.models import Day, GroupRound
from kotokaari.innovation.preparing import page, permissions
from kotokaari.innovation.preparing.queries import day_to_host
from kotokaari.people.public import SignedInRequest

from . import actions, forms, showing
from .standing import Standing, coming, standing, theme_names
from .words import in_words, label


def _round_of(request: HttpRequest, day: Day) -> tuple[list[GroupRound], GroupRound | None]:
    rounds = list(day.rounds.order_by("number"))
    wanted = request.GET.get("round") or request.POST.get("round") or ""
    found = next((one for one in rounds if str(one.number) == wanted), rounds[-1] if rounds else None)
    if found is not None:
        found.day = day
    return rounds, found


@require_safe
def groups(request: SignedInRequest, key: str) -> HttpResponse:
    """The groups with their figures and reasons; everything that can be done with them."""
    day = day_to_host(request, key)
    return _page(request, day)


def _page(request: SignedInRequest, day: Day, *, problem: str = "", reasons: list[str] | None = None) -> HttpResponse:
    rounds, round_ = _round_of(request, day)
    may_prepare = permissions.can_prepare_day(request.user, day)
    counts = head_counts(day)
    stands = standing(round_, theme_names(day)) if round_ is not None else None
    here = counts["here"] > 0
    initial = {"groups": len(stands.groups) if stands else day.groups_wanted, "only_here": here}
    context: dict[str, Any] = {
        **page.frame(request, day, "groups", _("Groups"), may_prepare=may_prepare),
        "rounds": [(showing.round_label(one.number), f"?round={one.number}", one is round_) for one in rounds],
        "round": round_,
        "counts": counts,
        "make": forms.MakeForm(initial=initial),
        "pair_form": forms.PairForm(day=day),
        "pairs": [(pair, label(pair.one), label(pair.other)) for pair in day.pairs.select_related("one", "other")],
        "problem": problem,
        "problem_reasons": reasons or [],
        "is_over": day.state in (Day.State.DONE, Day.State.CANCELLED),
    }
    if stands is not None:
        context |= _standing_context(request, day, stands)
    return render(request, "innovation/grouping/groups.html", context)


def _standing_context(request: HttpRequest, day: Day, stands: Standing) -> dict[str, Any]:
    choices = [(group.pk, showing.group_label(group)) for group in stands.groups]
    seated = [(pk, label(one)) for pk, one in stands.participants.items()]
    unseated = [(one.pk, label(one)) for one in coming(day, only_here=False) if one.pk not in stands.place]
    people = sorted(seated + unseated, key=lambda pair: pair[1].casefold())
    asked = "participant" in request.GET and "to" in request.GET
    form = forms.MoveForm(request.GET if asked else None, people=people, groups=choices)
    effect = None
    if asked and form.is_valid() and form.cleaned_data["participant"] in stands.place:
        moved = {form.cleaned_data["participant"]: form.cleaned_data["to"]}
        effect = showing.effect(stands, stands.with_moved(moved), day)
    figures = stands.figures()
    return {
        "cards": showing.cards(stands, day),
        "status": showing.status_words(stands.round.result),
        "figures": showing.figure_rows(figures, has_wishes=bool(stands.themes), is_further=stands.round.number > 1),
        "reasons": in_words(stands.reasons(), stands.participants, day),
        "unseated": unseated,
        "move": form,
        "moving": form.cleaned_data if asked and form.is_valid() else None,
        "effect": effect,
        "can_undo": bool(stands.round.result.get("undo")),
        "proposal": showing.proposal(stands, day),
        "names": forms.NamesForm(groups=stands.groups),
    }


def _back(day: Day, round_: GroupRound | None, place: str = "") -> HttpResponse:
    address = reverse("innovation:groups", args=[day.key])
    return redirect(f"{address}?round={round_.number}{place}" if round_ else address)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() and len(text) < 10 else -1


@require_POST
def make(request: SignedInRequest, key: str) -> HttpResponse:
    """Make the groups; the page waits ten seconds at most."""
    day = day_to_host(request, key)
    _rounds, round_ = _round_of(request, day)
    form = forms.MakeForm(request.POST)
    if not form.is_valid():
        return _page(request, day, problem=_("Say how many groups: from 1 to 60."))
    try:
        made = actions.make_groups(
            day,
            by=request.user,
            anew="anew" in request.POST,
            revision=_revision(request) if round_ is not None else None,
            **form.cleaned_data,
        )
    except actions.Impossible as error:
        return _page(request, day, problem=str(error), reasons=error.reasons)
    except DomainError as error:
        return _page(request, day, problem=str(error))
    messages.success(request, _("The groups are made. Nobody sees them before you announce them."))
    return _back(day, made)


def _by_hand(request: SignedInRequest, key: str, act: Callable[[GroupRound, int], Any], said: str = "") -> HttpResponse:
    day = day_to_host(request, key)
    _rounds, round_ = _round_of(request, day)
    if round_ is None:
        return _back(day, None)
    try:
        act(round_, _revision(request))
    except actions.Impossible as error:
        return _page(request, day, problem=str(error), reasons=error.reasons)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return _back(day, round_, "#proposal" if request.POST.get("do") == "propose" else "")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdigit() and len(text) < 10 else 0


@require_POST
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """What is done with a round: the button that was pressed (``do``) says what."""
    who, to, by = _number(request, "participant"), _number(request, "to"), request.user
    only_here = "only_here" in request.POST
    do: dict[str, tuple[Callable[[GroupRound, int], Any], str]] = {
        "move": (
            lambda one, revision: actions.move(one, participant=who, to=to, by=by, revision=revision),
            _("Moved, and fixed there."),
        ),
        "undo": (lambda one, revision: actions.undo_move(one, by=by, revision=revision), _("Taken back.")),
        "fix": (
            lambda one, revision: actions.fix_seat(one, participant=who, is_fixed=True, by=by, revision=revision),
            "",
        ),
        "free": (
            lambda one, revision: actions.fix_seat(one, participant=who, is_fixed=False, by=by, revision=revision),
            "",
        ),
        "names": (lambda one, revision: _name(request, one, revision), _("Names and tables are saved.")),
        "propose": (
            lambda one, revision: actions.propose(one, only_here=only_here, by=by, revision=revision),
            _("Look at what would change, and take it or leave it."),
        ),
        "take": (lambda one, revision: actions.take_proposal(one, by=by, revision=revision), _("The change is taken.")),
        "drop": (lambda one, revision: actions.drop_proposal(one, by=by, revision=revision), ""),
        "announce": (
            lambda one, revision: actions.announce(one, by=by, revision=revision),
            _("The groups are announced: phones show them now."),
        ),
    }
    act, said = do.get(request.POST.get("do", ""), (lambda one, revision: None, ""))
    return _by_hand(request, key, act, said)


def _name(request: SignedInRequest, round_: GroupRound, revision: int) -> None:
    form = forms.NamesForm(request.POST, groups=list(round_.groups.all()))
    if not form.is_valid():
        raise DomainError(_("A name or a table is too long: at most 80 characters."))
    actions.name_groups(round_, names=form.names(), by=request.user, revision=revision)


@require_POST
def pair(request: SignedInRequest, key: str) -> HttpResponse:
    """Two are to be together or apart; or, with ``forget``, no longer."""
    day = day_to_host(request, key)
    if "forget" in request.POST:
        found = get_object_or_404(day.pairs.select_related("day"), pk=_number(request, "forget"))
        actions.forget_pair(found, by=request.user)
        return _back(day, None)
    form = forms.PairForm(request.POST, day=day)
    try:
        if not form.is_valid():
            raise DomainError(_("Choose two people."))
        actions.name_pair(day, by=request.user, **form.facts())
    except DomainError as error:
        messages.error(request, str(error))
    return _back(day, None)


@require_safe
def prints(request: SignedInRequest, key: str) -> HttpResponse:
    """Lists for the tables, or name cards (``?cards``), to be printed."""
    day = day_to_host(request, key)
    _rounds, round_ = _round_of(request, day)
    stands = standing(round_, theme_names(day)) if round_ is not None else None
    is_cards = "cards" in request.GET
    found = showing.cards(stands, day) if stands is not None else []
    cards = []
    if is_cards:
        seats = {member.pk: card for card in found for member in card.members}
        for one in coming(day, only_here=False):
            card = seats.get(one.pk)
            cards.append({"name": one.name, "facts": showing.facts_of(one, day), "card": card, "code": own_code(one)})
    context = {
        **page.frame(request, day, "groups", _("Name cards") if is_cards else _("Lists of the groups")),
        "cards": found,
        "name_cards": cards,
        "is_cards": is_cards,
        "qr": qr_svg(join_address(day)) if is_cards else "",
    }
    return render(request, "innovation/grouping/prints.html", context)
