"""A newer version of the practice: its adopters say whether they follow."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Version
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import letters
from ..models import Adoption, VersionChoice
from .locking import locked, touched

Choice = VersionChoice.Choice


@transaction.atomic
def ask_about_version(adoption: Adoption, *, version: Version, by: User | None) -> VersionChoice:
    """Ask an adopter about a newer version, once; its people get a letter that tells what changed."""
    choice, made = VersionChoice.objects.get_or_create(
        adoption=adoption, version=version, defaults={"before": adoption.version}
    )
    if made:
        audit.record("asked about a version", target=adoption, by=by, number=version.number)
        transaction.on_commit(partial(letters.new_version, choice.pk))
    return choice


@transaction.atomic
def answer_version(
    choice: VersionChoice, *, follows: bool, by: User | None, reason: TranslatedText | None = None
) -> VersionChoice:
    """The adopter follows the newer version, or stays with its own and says why. An answer can be changed.

    Refuses when a still newer version has been published: that one is answered, and when the practice is not there.
    """
    adoption = locked(choice.adoption)
    now = VersionChoice.objects.select_for_update(of=("self",)).select_related("version", "before").get(pk=choice.pk)
    if adoption.practice.current_id != now.version_id:
        raise DomainError(_("A still newer version has been published. Answer about that one."))
    if not follows and not (reason and reason.source_text.strip()):
        raise DomainError(_("Say in a sentence why you stay: others wonder about the same."))
    before = now.before or adoption.version
    now.choice = Choice.FOLLOWS if follows else Choice.STAYS
    now.reason = reason or TranslatedText()
    now.answered_at, now.answered_by, now.before = timezone.now(), by, before
    now.save()
    adoption.version = now.version if follows else before
    touched(adoption, "version answered", by=by, number=now.version.number, choice=str(now.choice))
    return now
