"""Members of an organisation and the invitations to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kotokaari.foundation import limits
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read

from .. import permissions, queries
from ..actions import invitations as invitation_actions
from ..actions import memberships as actions
from ..forms import InvitationForm, RoleForm
from ..models import Organisation
from ..requests import SignedInRequest


def _people(organisation: Organisation) -> list[Any]:
    return list({member.user_id: member.user for member in queries.members_of(organisation)}.values())


def _page(request: SignedInRequest, organisation: Organisation, **forms: Any) -> HttpResponse:
    """Members, open invitations, and the forms for those who administer."""
    roles = permissions.grantable_roles(request.user, organisation)
    members = list(queries.members_of(organisation))
    manages = bool(roles)
    people = list({member.user_id: member.user for member in members}.values())
    context = {
        "organisation": organisation,
        "trail": [
            (_("Organisations"), reverse("people:organisations")),
            (read(organisation.name).text, organisation.get_absolute_url()),
            (_("Members"), ""),
        ],
        "members": [(member, permissions.can_end_membership(request.user, member)) for member in members],
        "manages": manages,
        "invitations": list(queries.invitations_of(organisation)) if manages else [],
        "form": forms.get("form") or InvitationForm(roles=roles),
        "role_form": forms.get("role_form") or RoleForm(people=people, roles=roles),
    }
    return render(request, "people/members.html", context)


@require_GET
def members(request: SignedInRequest, code: str) -> HttpResponse:
    """Who belongs to an organisation."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_see_members(request.user, organisation))
    return _page(request, organisation)


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask somebody to join."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_manage_members(request.user, organisation))
    if request.method == "GET":
        return redirect("people:members", code=code)
    form = InvitationForm(request.POST, roles=permissions.grantable_roles(request.user, organisation))
    if form.is_valid():
        try:
            limits.count("invitation", request.user, times=30, seconds=3600)
            invitation = invitation_actions.invite(organisation, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("people:members", code=code)
    return _page(request, organisation, form=form)


@require_http_methods(["GET", "POST"])
def role_grant(request: SignedInRequest, code: str) -> HttpResponse:
    """A further role for a member."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_manage_members(request.user, organisation))
    if request.method == "GET":
        return redirect("people:members", code=code)
    roles = permissions.grantable_roles(request.user, organisation)
    form = RoleForm(request.POST, people=_people(organisation), roles=roles)
    if form.is_valid():
        user, role = form.cleaned_data["user"], form.cleaned_data["role"]
        try:
            actions.grant_role(organisation, user, role=role, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role is given."))
            return redirect("people:members", code=code)
    return _page(request, organisation, role_form=form)


@require_http_methods(["GET", "POST"])
def membership_end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """A role ends: asked first."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_see_members(request.user, organisation))
    membership = queries.membership_for(request.user, organisation, pk)
    require(permissions.can_end_membership(request.user, membership))
    if request.method == "POST":
        try:
            actions.end_membership(membership, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The role has ended."))
        still = permissions.can_see_members(request.user, organisation)
        return redirect("people:members", code=code) if still else redirect(organisation)
    values = {"person": str(membership.user), "role": membership.get_role_display()}
    context = {
        "title": _("End the role?"),
        "text": _("%(person)s: %(role)s. It ends today. You can give it again later.") % values,
        "confirm": _("End the role"),
        "cancel": reverse("people:members", args=[code]),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def invitation_resend(request: SignedInRequest, code: str, uuid: UUID) -> HttpResponse:
    """The letter again, with a new link."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_manage_members(request.user, organisation))
    invitation = queries.invitation_for(organisation, uuid)
    try:
        limits.count("invitation", request.user, times=30, seconds=3600)
        invitation_actions.resend_invitation(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Sent again. The earlier link no longer works."))
    return redirect("people:members", code=code)


@require_http_methods(["GET", "POST"])
def invitation_withdraw(request: SignedInRequest, code: str, uuid: UUID) -> HttpResponse:
    """The link stops working: asked first."""
    organisation = queries.plain_organisation_for(request.user, code)
    require(permissions.can_manage_members(request.user, organisation))
    invitation = queries.invitation_for(organisation, uuid)
    if request.method == "POST":
        try:
            invitation_actions.withdraw_invitation(invitation, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The invitation is withdrawn."))
        return redirect("people:members", code=code)
    context = {
        "title": _("Withdraw the invitation?"),
        "text": _("The link sent to %(email)s stops working.") % {"email": invitation.email},
        "confirm": _("Withdraw the invitation"),
        "cancel": reverse("people:members", args=[code]),
    }
    return render(request, "ui/confirm.html", context)
