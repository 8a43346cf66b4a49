"""Files of a submission: looked at before they are taken, given to those who may read it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.errors import DomainError

from .. import actions, queries
from ..forms import FileForm
from .fetching import me, submission_of, title_of, trail


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, key: str) -> HttpResponse:
    """The files of a draft; a new one answers a question, or is an attachment."""
    draft = submission_of(request.user, key)
    asked = request.POST.get("question", "")
    question = draft.call.questions.filter(pk=int(asked), type="file").first() if asked.isdecimal() else None
    prefix = f"file-{question.pk}" if question else None
    form = FileForm(request.POST if request.method == "POST" else None, request.FILES or None, prefix=prefix)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_file(draft, file=form.cleaned_data["file"], question=question, by=me(request))
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The file is added."))
            return redirect(_back(request, key))
    context = {
        "submission": draft,
        "form": form,
        "question": question,
        "limit": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024),
        "most": actions.files.MOST,
        "next": request.POST.get("next", ""),
        "title": title_of(draft),
        "trail": trail(draft, _("Files")),
        "files": draft.files.filter(removed_at__isnull=True).select_related("question"),
    }
    return render(request, "submissions/writing/files.html", context)


def _back(request: HttpRequest, key: str) -> str:
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("submissions:files", args=[key])


@require_http_methods(["GET", "POST"])
def file_remove(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Take a file off the draft, after asking."""
    draft = submission_of(request.user, key)
    file = get_object_or_404(draft.files.filter(removed_at__isnull=True), uuid=uuid)
    if request.method == "POST":
        try:
            actions.remove_file(file, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The file is removed."))
        return redirect("submissions:files", key)
    context = {
        "title": _("Remove the file “%(name)s”?") % {"name": file.name},
        "text": _("A version that was sent keeps it. Otherwise it cannot be brought back."),
        "confirm": _("Remove"),
        "cancel": reverse("submissions:files", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


def sent_file(request: HttpRequest, uuid: UUID, name: str = "") -> HttpResponseBase:
    """A file to save, for its authors and for those who may read what was sent."""
    file = queries.file_for(request.user, uuid)
    try:
        opened = file.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
