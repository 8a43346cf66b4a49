"""What surrounds a practice: files, partners, projects, money, people to ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, User

from .. import actions, forms, permissions
from ..models import Attachment, Contact, Practice
from .fetching import me, practice_for
from .sheets import title_of, trail


def _managed(request: HttpRequest, key: str) -> Practice:
    practice = practice_for(request.user, key)
    require(permissions.can_manage_partners(request.user, practice))
    return practice


def _page(request: HttpRequest, practice: Practice, template: str, here: Any, **context: Any) -> HttpResponse:
    subject = practice if practice.current_id else practice.versions.first()
    context |= {"practice": practice, "title": title_of(subject), "trail": trail(subject, here)}
    return render(request, f"catalogue/writing/{template}.html", context)


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, key: str) -> HttpResponse:
    """The files of a practice; a new one is looked at before it is taken."""
    practice = practice_for(request.user, key)
    require(permissions.can_manage_files(request.user, practice))
    form = forms.AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        title = form.text("title") if data["title"] else None
        try:
            actions.add_attachment(
                practice,
                file=data["file"],
                title=title,
                language=data["language"],
                by=me(request),
            )
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The file is added."))
            return redirect("catalogue:files", key)
    kept = practice.attachments.filter(removed_at__isnull=True)
    return _page(request, practice, "files", _("Files"), form=form, files=kept)


@require_http_methods(["GET", "POST"])
def file_remove(request: HttpRequest, key: str, uuid: str) -> HttpResponse:
    """Take a file away, after asking."""
    practice = practice_for(request.user, key)
    require(permissions.can_manage_files(request.user, practice))
    attachment = get_object_or_404(practice.attachments.filter(removed_at__isnull=True), uuid=uuid)
    if request.method == "POST":
        actions.remove_attachment(attachment, by=me(request))
        messages.success(request, _("The file is removed."))
        return redirect("catalogue:files", key)
    context = {
        "title": _("Remove the file “%(name)s”?") % {"name": attachment.name},
        "text": _("It cannot be brought back."),
        "confirm": _("Remove"),
        "cancel": reverse("catalogue:files", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


@login_not_required
def file(request: HttpRequest, uuid: str, name: str = "") -> HttpResponseBase:
    """A file to save, never to run in the page's place."""
    attachment = get_object_or_404(Attachment.objects.select_related("practice"), uuid=uuid)
    if not permissions.can_see_attachment(request.user, attachment):
        raise Http404
    try:
        opened = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "POST"])
def partners(request: HttpRequest, key: str) -> HttpResponse:
    """Partners, projects and money of a practice."""
    practice = _managed(request, key)
    which = request.POST.get("which", "")
    chosen = {"projects": practice.projects.all()}
    partner_form = forms.PartnerForm(request.POST if which == "partner" else None)
    projects_form = forms.ProjectsForm(request.POST if which == "projects" else None, initial=chosen)
    grant_form = forms.GrantForm(request.POST if which == "grant" else None)
    doing = {
        "partner": (partner_form, _add_partner),
        "projects": (projects_form, _set_projects),
        "grant": (grant_form, _add_grant),
    }
    if which in doing:
        form, act = doing[which]
        if form.is_valid():
            try:
                act(practice, form, request.user)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Saved."))
                return redirect("catalogue:partners", key)
    return _page(
        request,
        practice,
        "partners",
        _("Partners, projects and money"),
        partner_form=partner_form,
        projects_form=projects_form,
        grant_form=grant_form,
        partners=practice.partners.select_related("organisation"),
        grants=practice.grants.order_by("year_from", "pk"),
    )


def _add_partner(practice: Practice, form: Any, user: Any) -> None:
    organisation = get_object_or_404(Organisation, uuid=form.cleaned_data["organisation"])
    present = [(partner.organisation, partner.role) for partner in practice.partners.select_related("organisation")]
    kept = [pair for pair in present if pair[0].pk != organisation.pk]
    actions.set_partners(practice, partners=[*kept, (organisation, form.text("role"))], by=user)


def _set_projects(practice: Practice, form: Any, user: Any) -> None:
    actions.set_projects(practice, projects=form.cleaned_data["projects"], by=user)


def _add_grant(practice: Practice, form: Any, user: Any) -> None:
    data = form.cleaned_data
    chosen = data["organisation"]
    actions.add_grant(
        practice,
        funder=form.text("funder"),
        funder_organisation=get_object_or_404(Organisation, uuid=chosen) if chosen else None,
        programme=form.text("programme"),
        amount=data["amount"],
        year_from=data["year_from"],
        year_to=data["year_to"],
        source=data["source"],
        by=user,
    )


@require_POST
def partner_remove(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """An organisation is no longer a partner."""
    practice = _managed(request, key)
    present = practice.partners.select_related("organisation")
    kept = [(partner.organisation, partner.role) for partner in present if partner.organisation.code != code]
    actions.set_partners(practice, partners=kept, by=me(request))
    return redirect("catalogue:partners", key)


@require_POST
def grant_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Money that was written down by mistake."""
    practice = _managed(request, key)
    actions.remove_grant(get_object_or_404(practice.grants, pk=pk), by=me(request))
    return redirect("catalogue:partners", key)


@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, key: str) -> HttpResponse:
    """People one may ask, and where their consent stands."""
    practice = _managed(request, key)
    form = forms.ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
        try:
            if person is None:
                raise DomainError(_("Nobody with this address uses Kotokaari. Invite the person first."))
            actions.offer_contact(practice, user=person, role=form.text("role"), by=me(request))
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("The person is asked. Nothing is shown before they agree."))
            return redirect("catalogue:contacts", key)
    return _page(
        request, practice, "contacts", _("People to ask"), form=form, contacts=practice.contacts.select_related("user")
    )


@require_POST
def contact_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The owner organisation takes a contact away."""
    practice = _managed(request, key)
    contact = get_object_or_404(practice.contacts.select_related("user", "practice"), pk=pk)
    actions.remove_contact(contact, by=me(request))
    return redirect("catalogue:contacts", key)


@require_http_methods(["GET", "POST"])
def contact_answer(request: HttpRequest, key: str) -> HttpResponse:
    """May your name be shown? Yes, no, and later no again: only the person decides."""
    mine = Contact.objects.filter(practice__key=key, user=request.user.pk)
    contact = get_object_or_404(mine.select_related("practice", "practice__current", "practice__owner"))
    if request.method == "POST":
        act = actions.accept_contact if request.POST.get("answer") == "yes" else actions.withdraw_contact
        try:
            act(contact, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your answer is saved. You can change it whenever you want."))
        return redirect("catalogue:contact-answer", key)
    return _page(request, contact.practice, "contact_answer", _("May we show you?"), contact=contact)
