"""The database's own guard over rubrics that came into force (docs/decisions/0009-published-versions.md).

Rows may be deleted with their rubric; that a part is missing shows in the digest.
"""

from __future__ import annotations

from kotokaari.foundation.guards import Guard, Guards, differs

RUBRIC = "rubrics_rubric"
FIXED = (
    "uuid",
    "code",
    "number",
    "name",
    "about",
    "change_note",
    "based_on_id",
    "source",
    "source_url",
    "digest",
    "valid_from",
    "in_force_at",
)
# How each table of parts finds its rubric.
PARTS = {
    "rubrics_criterion": "{row}.rubric_id",
    "rubrics_gate": "{row}.rubric_id",
    "rubrics_crosswalk": (
        "COALESCE((SELECT rubric_id FROM rubrics_criterion WHERE id = {row}.criterion_id),"
        " (SELECT rubric_id FROM rubrics_gate WHERE id = {row}.gate_id))"
    ),
}


def _fixed(part: str, row: str) -> str:
    found = PARTS[part].replace("{row}", row)
    return f"EXISTS (SELECT 1 FROM {RUBRIC} WHERE id = {found} AND state <> 'draft')"  # noqa: S608


def _part_guard(part: str) -> Guard:
    return Guard(
        f"part_of_rubric_is_fixed_{part}",
        part,
        insert=_fixed(part, "NEW"),
        update=f"{_fixed(part, 'OLD')} OR {_fixed(part, 'NEW')}",
        says="part_of_rubric_is_fixed",
    )


_guards = Guards(
    [
        Guard("rubric_is_fixed", RUBRIC, update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs(FIXED)})"),
        *map(_part_guard, PARTS),
    ]
)
install, remove, install_after_migrate = _guards.install, _guards.remove, _guards.install_after_migrate
