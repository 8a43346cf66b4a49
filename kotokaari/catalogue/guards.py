"""The database's own guard over published versions (docs/decisions/0009-published-versions.md)."""

from __future__ import annotations

from kotokaari.foundation.guards import Guard, Guards, differs

FIXED = (
    "practice_id",
    "number",
    "uuid",
    "source_language",
    "tier",
    "digest",
    "kind",
    "cost_band",
    "evidence_level",
    "effect_direction",
    "change_note",
    "example_fields",
    "published_at",
)
TRANSLATED = ("title", "summary", "record")

_guards = Guards(
    [
        Guard(
            "published_version_is_fixed",
            "catalogue_version",
            update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs(FIXED)}"
            f" OR (({differs(TRANSLATED)}) AND NOT (NEW.translated_at {{differs}} OLD.translated_at)))",
            function="catalogue_published_version_is_fixed",
        )
    ]
)
install, install_after_migrate = _guards.install, _guards.install_after_migrate
