"""Surveys from files and to files."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import SignedInRequest, organisations_for

from .. import languages as tongues
from .. import permissions
from ..models import Question
from . import actions, forms
from .desk import form_page, shown, survey_to_make
from .plan import Plan
from .taking import plan_of

SALT = "survey from a file"
KEPT = 24 * 3600  # seconds that a looked-at file can be taken
MOST_KEPT = 1_500_000  # of the signed plan in the form
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@form_page
def from_file(request: SignedInRequest) -> HttpResponse:
    """A survey from a file: looked at first, taken then. Nothing is kept before that."""
    organisations = organisations_for(request.user, *permissions.MAKERS)
    context: dict[str, Any] = {
        "may_create": permissions.can_create_survey(request.user),
        "trail": [(_("Surveys"), reverse("needs:list")), (_("From a file"), "")],
    }
    if request.method == "POST" and context["may_create"]:
        plan, name = _taken(request, context)
        if plan is not None:
            bound = "take" in request.POST
            initial = {"name": read(plan.texts["name"]).text[:160] if "name" in plan.texts else ""}
            form = forms.NameForm(request.POST if bound else None, organisations=organisations, initial=initial)
            if bound and form.is_valid() and (made := _make(request, form, plan)):
                return made
            context |= {"plan": _shown(plan), "signed": _signed(plan), "form": form, "file": name}
            if len(context["signed"]) > MOST_KEPT:
                context = {
                    **context,
                    "plan": None,
                    "problem": _("%(file)s: the survey is too long to be taken in one piece.") % {"file": name},
                }
    return render(request, "needs/making/from_file.html", context)


def _taken(request: HttpRequest, context: dict[str, Any]) -> tuple[Plan | None, str]:
    """The plan in the file that was sent, or the one that was looked at before."""
    from ..formats.taking_in import plan_from_file

    file = request.FILES.get("file")
    try:
        if file is not None:
            from ..formats.opening import MOST_BYTES

            name = str(file.name)[:100]
            return plan_from_file(name, file.read(MOST_BYTES + 1)), name
        if signed := request.POST.get("plan"):
            return Plan.from_json(signing.loads(signed, salt=SALT, max_age=KEPT)), request.POST.get("file_name", "")[
                :100
            ]
        context["problem"] = _("Choose a file first.")
    except BadInput as error:
        context["problem"] = str(error)
    except signing.BadSignature:
        context["problem"] = _("What was looked at is too old. Choose the file again.")
    return None, ""


def _signed(plan: Plan) -> str:
    return signing.dumps(plan.to_json(), salt=SALT, compress=True)


def _make(request: SignedInRequest, form: forms.NameForm, plan: Plan) -> HttpResponse | None:
    organisation = form.cleaned_data["organisation"]
    if not permissions.can_create_survey(request.user, organisation):
        return None
    name = form.cleaned_data["name"]
    if "name" in plan.texts and str(name) in {one.text for one in plan.texts["name"].renderings.values()}:
        name = plan.texts["name"]
    try:
        survey = actions.create_survey(organisation, name=name, plan=plan, by=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return None
    return redirect("needs:make", survey.key)


def _shown(plan: Plan) -> dict[str, Any]:
    """A plan as the page shows it."""
    return {
        "languages": [tongues.both_names(tag) for tag in plan.languages],
        "remarks": plan.remarks,
        "count": sum(1 for _one in plan.questions()),
        "sections": [
            {
                "name": read(section.name),
                "questions": [
                    {
                        "label": read(one.label),
                        "type": Question.Type(one.type).label,
                        "code": one.code,
                        "count": len(one.choices),
                        "has_condition": bool(one.condition),
                        "is_required": one.is_required,
                    }
                    for one in section.questions
                ],
            }
            for section in plan.sections
        ],
    }


@require_safe
def files(request: SignedInRequest, key: str) -> HttpResponse:
    """The survey as a file, and the way to take one in."""
    survey = survey_to_make(request, key)
    return shown(request, survey, "files", "make-files", _("Files"))


@require_safe
def xlsform(request: SignedInRequest, key: str) -> HttpResponse:
    """The survey as an XLSForm workbook."""
    from ..formats.xlsform_out import workbook

    survey = survey_to_make(request, key)
    response = HttpResponse(workbook(plan_of(survey), form_id=survey.key), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.key}.xlsx"'
    return response
