"""Times: the list, one time, offering, booking, cancelling, and files for calendars."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from .. import actions, calendars, forms, pages, permissions, queries, times
from ..models import Booking, Offer
from ..signing import organisation_name
from .reasons import with_reason

ON_A_PAGE = 20


@login_not_required
def time_list(request: HttpRequest) -> HttpResponse:
    """All times to come."""
    form = forms.FindTimesForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.coming_times(**wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": times.rows(page.object_list),
        "is_filtered": any(wanted.values()),
        "feed_url": reverse("exchange:times-ics"),
    }
    return _not_kept(render(request, "exchange/time_list.html", context))


def _not_kept(response: HttpResponse) -> HttpResponse:
    """Times pass without any change of data: such a page is made anew each time."""
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
def time(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One time, for everybody; where exactly, only for those who come."""
    return _time_page(request, queries.offer_for(uuid))


def _time_page(request: HttpRequest, offer: Offer, form: django_forms.Form | None = None) -> HttpResponse:
    user: Any = request.user
    hosts = user.is_authenticated and permissions.can_change_offer(user, offer)
    own = queries.own_bookings(offer, user)
    knows = hosts or any(booking.state == Booking.State.BOOKED for booking in own)
    context = {
        "offer": offer,
        **times.facts(offer, knows_where=knows),
        "own": own,
        "hosts": hosts,
        "bookings": queries.bookings_of(offer) if hosts else [],
        "form": form,
        "book_url": reverse("exchange:book", args=[offer.uuid]),
        "may_book": offer.is_open and not hosts,
        "has_booked": any(booking.state != Booking.State.CANCELLED for booking in own),
        "trail": [(_("Visits"), reverse("exchange:times")), (str(offer), "")],
    }
    return _not_kept(render(request, "exchange/time.html", context))


def book(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take a place, or stand in line."""
    offer = queries.offer_for(uuid)
    form = forms.BookForm(
        request.POST if request.method == "POST" else None, user=request.user, but=offer.organisation_id
    )
    if form.is_valid():
        try:
            booking = actions.book_time(offer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            is_placed = booking.state == Booking.State.BOOKED
            placed = _("You have a place. The calendar file is in your e-mail.")
            messages.success(request, placed if is_placed else _("You are in line. We write when a place is free."))
            return redirect(offer)
    return _time_page(request, offer, form)


def time_new(request: SignedInRequest, key: str) -> HttpResponse:
    """Offer a time for a practice, or one a week."""
    practice = queries.practice_to_ask(request.user, key)
    require(permissions.can_offer_times(request.user, practice))
    form = forms.OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            offers = actions.offer_times(
                practice, organisation=_speaking_for(request, practice), by=request.user, **form.facts()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Others can book it now."))
            return redirect(offers[0])
    context = {
        "form": form,
        "heading": _("Offer a visit"),
        "cancel": practice.get_absolute_url(),
        "trail": pages.trail_of(practice, (_("Offer a visit"), "")),
    }
    return render(request, "exchange/time_form.html", context)


def _speaking_for(request: SignedInRequest, practice: Practice) -> Any:
    voice = queries.voice_of(request.user, practice)
    return voice.organisation if voice else practice.owner


def time_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Change one time; who comes is told."""
    offer = queries.offer_for(uuid)
    require(permissions.can_change_offer(request.user, offer))
    form = forms.OfferForm(request.POST if request.method == "POST" else None, offer=offer)
    if form.is_valid():
        try:
            actions.change_offer(offer, by=request.user, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Changed. Those who have booked are told when the time or the place moved."))
            return redirect(offer)
    trail = [(_("Visits"), reverse("exchange:times")), (str(offer), offer.get_absolute_url()), (_("Change"), "")]
    context = {"form": form, "heading": _("Change the visit"), "cancel": offer.get_absolute_url(), "trail": trail}
    return render(request, "exchange/time_form.html", context)


def time_cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The host cannot keep the time."""
    offer = queries.offer_for(uuid)
    require(permissions.can_change_offer(request.user, offer))
    words = {
        "title": _("Cancel this time?"),
        "text": _("Everybody who has booked gets a letter with your sentence, and the time leaves their calendars."),
        "confirm": _("Cancel the time"),
        "cancel_label": _("Keep it"),
        "done": _("The time is cancelled, and everybody who had booked is told."),
    }
    return with_reason(request, offer, actions.cancel_offer, words)


def booking_cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Either side calls a booking off."""
    booking = queries.booking_for(request.user, uuid)
    require(permissions.can_cancel_booking(request.user, booking))
    words = {
        "title": _("Cancel the booking?"),
        "text": _("%(who)s: the other side gets a letter with your sentence.")
        % {"who": organisation_name(booking.organisation_id)},
        "confirm": _("Cancel the booking"),
        "cancel_label": _("Keep it"),
        "done": _("The booking is cancelled, and the other side is told."),
    }
    return with_reason(request, booking, actions.cancel_booking, words)


@login_not_required
def time_ics(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One time for a calendar; with the place for those who come."""
    offer = queries.offer_for(uuid)
    knows = permissions.can_know_where(request.user, offer)
    return _calendar(calendars.for_everybody([offer], knows_where=knows), f"{offer.uuid}.ics")


@login_not_required
def times_ics(request: HttpRequest) -> HttpResponse:
    """Every time, for a calendar to follow."""
    return _calendar(calendars.feed(None, _("Visits and mentoring")), "kotokaari.ics")


@login_not_required
def organisation_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The times an organisation offers, for a calendar to follow."""
    organisation = queries.organisation_called(code)
    name = f"{organisation}: {_('Visits and mentoring')}"
    return _calendar(calendars.feed(organisation, name), f"{code}.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
