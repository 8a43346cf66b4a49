"""Commands of decisions."""

from __future__ import annotations

from argparse import Namespace
from uuid import UUID

from kotokaari.foundation.commandline import Commands, progress
from kotokaari.foundation.errors import BadInput


def register(commands: Commands) -> None:
    """``kotokaari letters UUID``."""
    command = commands.add(
        "letters",
        "send the letters of a call that wait (the web does this by itself)",
        example="letters 0b6c6f0e-8f0e-4a53-9f0a-3f2b0f1d2c3b",
        run=send_letters,
    )
    command.add_argument("uuid", type=UUID, metavar="UUID", help="of the sending, as its page names it")


def send_letters(options: Namespace) -> int:
    """Send what waits. 1 when it failed. Raises BadInput when there is no such sending."""
    from .letters import sending
    from .models import Mailing

    if not Mailing.objects.filter(uuid=options.uuid).exists():
        raise BadInput(f"There is no sending {options.uuid} in this house.")
    mailing = sending.work(options.uuid)
    if mailing is None:
        progress("Nothing waits there.")
        return 0
    progress(f"Letters: {mailing.state}.")
    return 1 if mailing.state == Mailing.State.FAILED else 0
