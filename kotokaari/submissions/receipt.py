"""The receipt of what was sent, on paper: tagged PDF in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kotokaari.catalogue.public import language_name, typeset

from .models import SubmissionVersion
from .timing import clock

SOURCE = Path(__file__).parent / "typst" / "receipt.typ"


def file_name(version: SubmissionVersion) -> str:
    """What the file is called: the code of the receipt."""
    return f"{version.receipt.lower()}.pdf"


def paper(version: SubmissionVersion, language: str) -> bytes:
    """The PDF. Raises RuntimeError when it cannot be typeset."""
    with override(language):
        return typeset(SOURCE, _words(version, language))


def _words(version: SubmissionVersion, language: str) -> dict[str, Any]:
    submission, call = version.submission, version.submission.call
    title = version.title.read(language)
    facts = [
        (_("Call"), call.name.read(language).text),
        (_("Who asks"), call.organisation.name.read(language).text),
        (_("From"), submission.organisation.name.read(language).text),
        (_("Number in the call"), str(submission.number)),
        (_("Version"), str(version.number)),
        (_("Sent"), clock(version.sent_at, call)),
        (_("Sent by"), str(version.sent_by or "–")),
        (_("Language"), language_name(version.source_language)),
        (_("Files"), str(len(version.files))),
        (_("Receipt"), version.receipt),
    ]
    notes = [_("It arrived after the closing time, in the grace for drafts begun in time.")] if version.is_late else []
    if submission.is_example:
        notes.append(_("This content is invented to show how the service works."))
    return {
        "language": language,
        "heading": _("Receipt of a submission"),
        "title": {"text": title.text or submission.key, "lang": title.language if len(title.language) == 2 else "en"},
        "facts": [{"label": label, "value": value} for label, value in facts],
        "notes": notes,
        "digest_label": _("Fingerprint of what was sent (SHA-256)"),
        "digest": version.digest,
        "text": _(
            "Kotokaari has received what is named here and keeps it unchanged. The fingerprint shows it: it would be another one if a single letter of the submission, its translations or its files were changed."
        ),
        "link": settings.BASE_URL + submission.get_absolute_url(),
    }
