"""The ways into a survey, for who runs it: link and code, personal links by e-mail, paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from ..models import Invitation, Mailing, Response, Survey
from . import anonymity, codes, inviting, sending, timing
from .pages import everybodys_address
from .showing import languages_of, own_name

State = Invitation.State
TONES = {"waiting": "neutral", "sending": "info", "sent": "success", "failed": "danger", "refused": "warning"}
ON_A_PAGE = 100


def survey_run_by(request: SignedInRequest, key: str) -> Survey:
    """A survey that this person runs; 404 else. One query."""
    return get_object_or_404(Survey.objects.run_by(request.user).select_related("organisation"), key=key)


def trail_of(survey: Survey, here: str = "") -> list[tuple[Any, str]]:
    """The way to a page of the making of a survey."""
    ways = (_("Ways in"), reverse("needs:ways", args=[survey.key]) if here else "")
    return [
        (_("Surveys"), reverse("needs:list")),
        (survey.name.read(_language()), reverse("needs:make", args=[survey.key])),
        ways,
        *([(here, "")] if here else []),
    ]


def _language() -> str:
    from django.utils.translation import get_language

    return (get_language() or "fi")[:2]


class InviteForm(forms.Form):
    """Addresses as they are pasted."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One under the other, or with commas between. Each is looked at by itself."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        max_length=200_000,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"))

    def __init__(self, *args: Any, survey: Survey, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(code, own_name(code)) for code in survey.languages or ["fi"]]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


@require_safe
def ways(request: SignedInRequest, key: str) -> HttpResponse:
    """Link and code for everybody, personal links, paper: what there is and how far it is."""
    survey = survey_run_by(request, key)
    return _show(request, survey, InviteForm(survey=survey))


def _link(survey: Survey, language: str = "") -> str:
    """The address by which everybody answers, beginning in this language, else in the page's, else in the survey's first."""
    return settings.BASE_URL + everybodys_address(survey, language)


def _show(request: SignedInRequest, survey: Survey, form: InviteForm) -> HttpResponse:
    invitations = Invitation.objects.filter(survey=survey)
    counts = dict(invitations.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n"))
    link = _link(survey)
    page = Paginator(invitations.order_by("email", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    mailing = Mailing.objects.filter(survey=survey).first()
    context = {
        "survey": survey,
        "trail": trail_of(survey),
        "link": link,
        "links": [(one, _link(survey, one.code)) for one in languages_of(survey, "")],
        "code": codes.drawing(link, _("The address of the survey as a code to be read by a phone")),
        "form": form,
        "is_open": timing.is_open(survey),
        "languages": languages_of(survey, ""),
        "rows": [(one, TONES[one.state], own_name(one.language)) for one in page],
        "page": page,
        "invited": sum(counts.values()),
        "sent": counts.get("sent", 0),
        "waiting": counts.get("waiting", 0) + counts.get("failed", 0),
        "failed": counts.get("failed", 0),
        "unsure": counts.get("sending", 0),
        "refused": counts.get("refused", 0),
        "used": anonymity.count_used(survey),
        "mailing": mailing,
        "is_at_work": inviting.running(survey) is not None,
        "papers": Response.objects.filter(survey=survey, way=Response.Way.PAPER).count(),
        "has_prints": survey.state != Survey.State.DRAFT,
    }
    return render(request, "needs/answering/ways.html", context)


@require_POST
def invite(request: SignedInRequest, key: str) -> HttpResponse:
    """Take the addresses; what cannot be taken stays in the field."""
    survey = survey_run_by(request, key)
    form = InviteForm(request.POST, survey=survey)
    if not form.is_valid():
        return _show(request, survey, form)
    try:
        taken = inviting.invite(survey, by=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error("addresses", str(error))
        return _show(request, survey, form)
    _tell(request, taken)
    if not taken.wrong:
        return redirect(reverse("needs:ways", args=[survey.key]) + "#invitations")
    typed = {"addresses": "\n".join(taken.wrong), "language": form.cleaned_data["language"]}
    again = InviteForm(typed, survey=survey)
    again.is_valid()
    words = ngettext(
        "%(count)s of these is no e-mail address.", "%(count)s of these are no e-mail addresses.", len(taken.wrong)
    )
    again.add_error("addresses", words % {"count": len(taken.wrong)})
    return _show(request, survey, again)


def _tell(request: SignedInRequest, taken: inviting.Taken) -> None:
    if taken.added:
        said = ngettext(
            "%(count)s address was added. No letter has gone yet.",
            "%(count)s addresses were added. No letter has gone yet.",
            taken.added,
        )
        messages.success(request, said % {"count": taken.added})
    if taken.doubles:
        said = ngettext("%(count)s was here already.", "%(count)s were here already.", taken.doubles)
        messages.info(request, said % {"count": taken.doubles})
    if taken.refused:
        said = ngettext(
            "%(count)s wants no letters about this survey.",
            "%(count)s want no letters about this survey.",
            taken.refused,
        )
        messages.warning(request, said % {"count": taken.refused})


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedInRequest, key: str, kind: str) -> HttpResponse:
    """Ask, then send invitations or reminders."""
    survey = survey_run_by(request, key)
    if kind not in Mailing.Kind.values:
        raise Http404
    back = reverse("needs:ways", args=[survey.key]) + "#invitations"
    if request.method == "POST":
        try:
            inviting.begin_mailing(survey, kind=kind, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(back)
    if kind == Mailing.Kind.REMINDERS:
        count = len(sending.to_remind(survey))
        title = ngettext("Remind %(count)s person?", "Remind %(count)s people?", count)
        text = _("Only those who have not answered get the letter. Who they are is not shown or kept.")
    else:
        states = [State.WAITING, State.FAILED]
        count = Invitation.objects.filter(survey=survey, state__in=states).count()
        title = ngettext("Send %(count)s invitation?", "Send %(count)s invitations?", count)
        text = _("Each letter has its own link, which takes one answer. Letters cannot be taken back.")
    context = {"title": title % {"count": count}, "text": text, "confirm": _("Send"), "cancel": back, "variant": "main"}
    return render(request, "ui/confirm.html", context)


@require_POST
def settle(request: SignedInRequest, key: str) -> HttpResponse:
    """Say whether letters went that were being handed over when the work broke off."""
    survey = survey_run_by(request, key)
    inviting.settle(survey, went=request.POST.get("went") == "yes", by=request.user)
    return redirect(reverse("needs:ways", args=[survey.key]) + "#invitations")


@require_POST
def uninvite(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Take an address out again."""
    survey = survey_run_by(request, key)
    invitation = get_object_or_404(Invitation, survey=survey, pk=number)
    try:
        inviting.remove_invitation(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(reverse("needs:ways", args=[survey.key]) + "#invitations")


@require_safe
def code_file(request: SignedInRequest, key: str) -> HttpResponse:
    """The code of the survey's address, as a drawing to put on posters and slides."""
    survey = survey_run_by(request, key)
    drawing = str(codes.drawing(_link(survey, request.GET.get("language", "")), str(survey))).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{survey.key}.svg"'
    return response
