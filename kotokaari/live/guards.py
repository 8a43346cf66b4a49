"""The database's own guard over the log: rows are added and never changed; they go with their channel."""

from __future__ import annotations

from kotokaari.foundation.guards import Guard, Guards, differs

COLUMNS = (
    "channel_id",
    "seq",
    "op",
    "kind",
    "author",
    "payload",
    "event",
    "audience",
    "made_at",
    "received_at",
    "is_late",
)

_guards = Guards([Guard("live_act_is_fixed", "live_act", update=differs(COLUMNS))])
install, remove, install_after_migrate = _guards.install, _guards.remove, _guards.install_after_migrate
