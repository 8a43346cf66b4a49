"""What became of a file, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 2_000  # rejected rows and warnings that are named one by one; all are counted


@dataclass(slots=True)
class Report:
    """Counts of rows, and which were not taken and why. ``rejected`` and ``warnings``: row, field, problem."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    rejected_count: int = 0
    warnings: list[dict[str, Any]] = field(default_factory=list)
    warnings_count: int = 0
    published: int = 0
    drafts: int = 0
    contacts_dropped: int = 0
    organisations_created: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    collection: str = ""
    dry_run: bool = False
    seconds: float = 0.0
    stopped: bool = False

    def reject(self, row: int, name: str, problem: str) -> None:
        """A row is not taken."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_TOLD:
            self.rejected.append({"row": row, "field": name, "problem": problem})

    def warn(self, row: int, name: str, problem: str) -> None:
        """Something of a row was not taken as it stands."""
        self.warnings_count += 1
        if len(self.warnings) < MOST_TOLD:
            self.warnings.append({"row": row, "field": name, "problem": problem})

    def data(self) -> dict[str, Any]:
        """The report as plain data, the contract's keys first."""
        told = {
            name: getattr(self, name)
            for name in ("read", "created", "updated", "unchanged", "rejected", "rejected_count", "published", "drafts")
        }
        return {
            **told,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "collection": self.collection,
            "contacts_dropped": self.contacts_dropped,
            "organisations_created": self.organisations_created,
            "columns": self.columns,
            "notes": self.notes,
            "warnings": self.warnings,
            "warnings_count": self.warnings_count,
            "seconds": round(self.seconds, 2),
            "rows_per_second": round(self.read / self.seconds, 1) if self.seconds else None,
        }
