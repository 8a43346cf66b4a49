"""A photo, drawing or voice note comes to an idea. The page has looked at the file and signs what it found."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kotokaari.foundation.keys import random_id
from kotokaari.innovation.models import Idea, IdeaFile
from kotokaari.live.public import Accepted, Incoming

from .boarding import data_of, is_own, own_idea, silent_counts
from .registry import takes
from .taking import CannotTake, Taking, Who, words

SALT = "kotokaari.innovation.file"
LASTS = 300  # seconds between a file's being looked at and its act
MOST = 5
MOST_CAPTION = 300


@takes("idea_file")
def add_file(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Put a file to an idea (``idea``, ``caption``, ``file`` signed by the page)."""
    idea = own_idea(taking, who, act.payload.get("idea"))
    caption = words(act, "caption", MOST_CAPTION)
    if not caption:
        raise CannotTake("caption", _("Say in a few words what is in it, for those who do not see or hear it."))
    if idea.files.filter(removed_at__isnull=True).count() >= MOST:
        raise CannotTake("files", _("An idea has at most %(most)d files.") % {"most": MOST})
    try:
        told = signing.loads(str(act.payload.get("file", "")), salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise CannotTake("file", _("The file did not come along. Choose it again.")) from error
    kept = IdeaFile(
        idea=idea,
        caption=caption,
        file=told["stored"],
        name=told["stored"].rpartition("/")[2],
        media_type=told["type"],
        size=told["size"],
        sha256=told["sha256"],
    )
    if idea.is_silent:
        kept.pk, kept.added_at = random_id(), idea.made_at
    kept.save(force_insert=True)
    return _told(taking, who, idea, {"idea": idea.number, "caption": caption, "sha256": told["sha256"]})


@takes("idea_file_remove", also_after=True)
def remove_file(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take a file (``file``: its id) off an idea; that it was there stays known."""
    try:
        kept = IdeaFile.objects.filter(uuid=str(act.payload.get("file")), idea__day=taking.day).first()
    except (ValidationError, ValueError):
        kept = None
    if kept is None or kept.removed_at is not None:
        raise CannotTake("no_file", _("There is no such file."))
    idea = own_idea(taking, who, kept.idea.number)
    kept.removed_at = taking.now
    kept.save(update_fields=["removed_at"])
    return _told(taking, who, idea, {"idea": idea.number, "file": str(kept.uuid)})


def _told(taking: Taking, who: Who, idea: Idea, payload: dict[str, Any]) -> Accepted:
    mine = {"idea": data_of([idea], own={idea.mark})[0]} if is_own(taking, who, idea.mark) else {}
    if idea.is_silent:
        return Accepted({"thing": "silent", "counts": silent_counts(taking.day)}, kept={}, mine=mine, tells_when=False)
    event = {"thing": "idea", **data_of([idea])[0]}
    if mine and idea.mark != who.mark:
        return Accepted(event, kept={}, mine=mine, tells_when=False)
    return Accepted(event, kept=payload, mine=mine, author=who.mark)
