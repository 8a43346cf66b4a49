"""Photos, drawings and voice notes of ideas: looked at, made anew without what a camera adds, and told by an act."""

from __future__ import annotations

import hashlib
import io
import secrets
import warnings
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kotokaari.innovation.acting.boarding import UNSPOKEN, marks_of
from kotokaari.innovation.acting.files import SALT
from kotokaari.innovation.joining.visitors import ticket_for, tickets_for
from kotokaari.innovation.models import Day, IdeaFile
from kotokaari.live.public import Incoming, Receipt, Ticket, take_one

from .acting_view import op_of, payload_of, received, way_back
from .here import unknown_here

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
PICTURES = ("JPEG", "PNG", "WEBP")
SOUNDS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"OggS", "audio/ogg", "ogg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm", "webm"),
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"\xff\xfb", "audio/mpeg", "mp3"),
    (0, b"\xff\xf3", "audio/mpeg", "mp3"),
    (8, b"WAVE", "audio/wav", "wav"),
    (4, b"ftyp", "audio/mp4", "m4a"),
)


class FileRefused(Exception):
    """The file is not taken: a sentence."""


@login_not_required
@never_cache
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Take in a file for an idea and tell of it: to a form by going back, to the phone's outbox by a receipt."""
    day = get_object_or_404(Day.objects.select_related("channel"), key=key)
    wants_receipt = request.headers.get("Accept") == "application/json"
    ticket = ticket_for(request, day, who=request.GET.get("who", ""))
    if ticket is None:
        return JsonResponse({}, status=401) if wants_receipt else unknown_here(request, day)
    receipt = _take(request, ticket)
    if wants_receipt:
        return JsonResponse({"receipts": [receipt.as_data()]})
    back = way_back(request, day)
    if receipt.refused:
        return _refused(request, day, receipt.sentence, back)
    messages.success(request, received(receipt))
    return HttpResponseRedirect(back)


def _take(request: HttpRequest, ticket: Ticket) -> Receipt:
    """Look at the file, store it and tell of it; what is not taken, or is known already, is not kept."""
    op = op_of(request.POST)
    try:
        content, media_type, extension = looked_at(request.FILES.get("file"))
    except FileRefused as refusal:
        return Receipt(op, refused="file", sentence=str(refusal))
    stored = default_storage.save(f"{secrets.token_hex(16)}.{extension}", ContentFile(content))
    told = {"stored": stored, "type": media_type, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    payload = {**payload_of(request.POST), "file": signing.dumps(told, salt=SALT)}
    receipt = take_one(ticket, Incoming(op, "idea_file", payload))
    if not IdeaFile.objects.filter(file=stored).exists():
        default_storage.delete(stored)
    return receipt


def _refused(request: HttpRequest, day: Day, sentence: str, back: str) -> HttpResponse:
    context = {"day": day, "sentence": sentence, "texts": [], "others": [], "back": back}
    return render(request, "innovation/board/refused.html", context, status=422)


def looked_at(file: UploadedFile | None) -> tuple[bytes, str, str]:
    """What a file really is: its bytes (a picture's made anew), its media type and its ending. Raises FileRefused."""
    if file is None or not file.size:
        raise FileRefused(_("The file is empty."))
    if file.size > MOST_BYTES:
        raise FileRefused(too_large())
    content = file.read()
    for at, sign, media_type, extension in SOUNDS:
        if content[at : at + len(sign)] == sign:
            return content, media_type, extension
    return drawn_anew(content), "image/jpeg", "jpg"


def too_large() -> str:
    """What is said of a file larger than is taken."""
    return _("The file is too large: at most %(most)d MB.") % {"most": MOST_BYTES // 1048576}


def drawn_anew(content: bytes) -> bytes:
    """A picture as a JPEG of a modest size, without place, time and camera. Raises FileRefused."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise FileRefused(_("The picture is too large to open. Make it smaller."))
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                if turned.mode in ("RGBA", "LA", "P"):
                    clear = turned.convert("RGBA")
                    white = Image.new("RGBA", clear.size, "white")
                    turned = Image.alpha_composite(white, clear)
                made = io.BytesIO()
                plain = Image.new("RGB", turned.size)
                plain.paste(turned.convert("RGB"))
                plain.save(made, "JPEG", quality=85, optimize=True)
                return made.getvalue()
    except FileRefused:
        raise
    except Exception as error:  # a broken picture can fail in any way inside the decoder
        raise FileRefused(
            _("Only pictures (JPEG, PNG, WebP) and sound are taken. Save it again as one of them.")
        ) from error


@login_not_required
@require_GET
def read(request: HttpRequest, key: str, uuid: UUID) -> HttpResponseBase:
    """A file of an idea, for whoever takes part in the day and may see the idea."""
    day = get_object_or_404(Day.objects.select_related("channel"), key=key)
    kept = IdeaFile.objects.select_related("idea").filter(uuid=uuid, idea__day=day, removed_at__isnull=True).first()
    if kept is None or not any(_may_see(day, ticket, kept) for ticket in tickets_for(request, day)):
        raise Http404
    try:
        opened = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=kept.media_type, filename=kept.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _may_see(day: Day, ticket: Ticket, kept: IdeaFile) -> bool:
    idea = kept.idea
    if not idea.is_silent and (ticket.is_staff or idea.state not in UNSPOKEN):
        return True
    return bool(idea.mark) and idea.mark in marks_of(ticket.person, day, day.phases.all())
