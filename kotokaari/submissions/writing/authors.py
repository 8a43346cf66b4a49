"""Who writes it: asked, joining, leaving, leading."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation import limits
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import JoinForm, User, create_person

from .. import actions, permissions, queries
from ..forms import ColleagueForm, InviteForm
from ..models import Author, AuthorInvitation, Submission
from .fetching import me, submission_of, title_of, trail


@require_http_methods(["GET", "POST"])
def authors(request: HttpRequest, key: str) -> HttpResponse:
    """Everybody who writes it; asking one more, by mail or a colleague by name."""
    draft = submission_of(request.user, key)
    people = queries.colleagues_of(draft)
    which = request.POST.get("which", "")
    invite = InviteForm(
        request.POST if which == "invite" else None, prefix="invite", initial={"language": draft.source_language}
    )
    colleague = ColleagueForm(request.POST if which == "colleague" else None, prefix="colleague", people=people)
    form = colleague if which == "colleague" else invite
    if request.method == "POST" and form.is_valid():
        require(permissions.can_invite_author(request.user, draft))
        try:
            if which == "colleague":
                actions.add_author(draft, user=form.cleaned_data["person"], by=me(request))
                messages.success(request, _("Your colleague can write now, and gets a letter."))
            else:
                actions.invite_author(draft, **form.cleaned_data, by=me(request))
                messages.success(request, _("The invitation is on its way."))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("submissions:authors", key)
    context = {
        "submission": draft,
        "title": title_of(draft),
        "trail": trail(draft, _("Authors")),
        "authors": draft.authors.filter(left_at__isnull=True).select_related("user").order_by("-is_lead", "pk"),
        "invitations": [asked for asked in draft.invitations.order_by("pk") if asked.is_open],
        "invite": invite,
        "colleague": colleague if people else None,
        "may_lead": permissions.can_lead_authors(request.user, draft),
        "is_me": me(request).pk,
    }
    return render(request, "submissions/writing/authors.html", context)


def _author(draft: Submission, pk: int) -> Author:
    return get_object_or_404(draft.authors.filter(left_at__isnull=True).select_related("user"), pk=pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Leave, or take somebody off."""
    draft = submission_of(request.user, key)
    author = _author(draft, pk)
    is_self = author.user_id == me(request).pk
    require(is_self or permissions.can_lead_authors(request.user, draft))
    if request.method == "POST":
        try:
            actions.end_authorship(author, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("submissions:authors", key)
        messages.success(request, _("Saved."))
        return redirect("submissions:mine") if is_self else redirect("submissions:authors", key)
    leave = _("Leave “%(title)s”?") % {"title": title_of(draft)}
    take_off = _("Take %(person)s off the authors?") % {"person": author.user}
    context = {
        "title": leave if is_self else take_off,
        "text": _("What was written stays. Who has left can be asked again."),
        "confirm": _("Leave") if is_self else _("Take off"),
        "cancel": reverse("submissions:authors", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def lead(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Another author leads."""
    draft = submission_of(request.user, key)
    require(permissions.can_lead_authors(request.user, draft))
    author = _author(draft, pk)
    if request.method == "POST":
        try:
            actions.hand_over_lead(author, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(person)s leads now.") % {"person": author.user})
        return redirect("submissions:authors", key)
    context = {
        "title": _("Hand the lead over to %(person)s?") % {"person": author.user},
        "text": _("The lead takes authors off, hands the lead over and may discard the draft. You stay an author."),
        "confirm": _("Hand over"),
        "cancel": reverse("submissions:authors", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def invitation_withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The link in a letter stops working."""
    draft = submission_of(request.user, key)
    asked = get_object_or_404(draft.invitations, pk=pk)
    try:
        actions.withdraw_author_invitation(asked, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("submissions:authors", key)


@login_not_required  # whoever has the link of the letter
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: join with the account one has, sign in first, or make an account."""
    asked = queries.invitation_by_token(token)
    if not asked.is_open:
        return render(request, "submissions/writing/invitation_closed.html", {"invitation": asked}, status=410)
    is_known = User.objects.filter(email=asked.email).exists()
    form = None
    if not request.user.is_authenticated and not is_known:
        form = JoinForm(request.POST or None, email=asked.email)
    if request.method == "POST" and (request.user.is_authenticated or (form is not None and form.is_valid())):
        try:
            person = _person(request, asked, form)
            actions.accept_author_invitation(asked, by=person)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("You are an author now."))
        return redirect("submissions:submission", asked.submission.key)
    context = {
        "invitation": asked,
        "call": asked.submission.call,
        "work": read(asked.submission.title),
        "form": form,
        "is_known": is_known,
    }
    return render(request, "submissions/writing/invitation.html", context)


def _person(request: HttpRequest, asked: AuthorInvitation, form: JoinForm | None) -> User:
    """Who joins: the one signed in, or the one for whom an account is made. The link has shown the address theirs."""
    if form is None:
        return me(request)
    limits.count("join", limits.address_of(request), times=20, seconds=3600)
    data, language = form.cleaned_data, (get_language() or "fi")[:2]
    person = create_person(email=asked.email, name=data["name"], password=data["password"], language=language, by=None)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person
