"""Commands of the people room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput


def register(commands: Commands) -> None:
    """`kotokaari createadmin`, `invite` and `import places`."""
    _people(commands)
    _places(commands)


def _people(commands: Commands) -> None:
    command = commands.add(
        "createadmin",
        "make an account that runs the house; the password is asked for, or read from standard input",
        example="createadmin you@example.org --name 'Your Name'",
        run=create_administrator,
    )
    command.add_argument("email", help="the address to sign in with")
    command.add_argument("--name", default="", help="as others see it")
    command.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="of pages and mail (fi)")
    command = commands.add(
        "invite",
        "invite somebody to an organisation by mail",
        example="invite you@example.org --organisation city-of-vantaa --role coordinator",
        run=invite,
    )
    command.add_argument("email", help="where the invitation goes")
    command.add_argument("--organisation", required=True, metavar="CODE", help="the last part of its page's address")
    command.add_argument("--role", default="member", help="member, coordinator, administrator … (member)")
    command.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="of the letter (fi)")


def _places(commands: Commands) -> None:
    command = commands.add(
        "import places",
        "take in municipalities, regions, countries and other areas from official classifications",
        example="import places kunta.csv --dry-run",
        run=import_places,
    )
    command.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="CSV with code, fi, sv, en; without a file: the shipped ones",
    )
    command.add_argument(
        "--level", default="", help="what the file holds, where its column `classification` does not say it"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    command.add_argument("--json", action="store_true", help="the report as one JSON object")


def import_places(options: Namespace) -> None:
    """Read the files whole, then write all or nothing. Raises BadInput."""
    from .actions.places import read_in_places
    from .placefiles import read_places, shipped_places

    rows = [row for path in options.files for row in read_places(path, options.level)] or shipped_places()
    report = read_in_places(rows, dry_run=options.dry_run)
    if options.json:
        print_json(report)
        return
    sentence = "{read} places read: {created} new, {updated} changed, {unchanged} as before, {ended} ended."
    progress(sentence.format(**report) + (" Nothing was written." if options.dry_run else ""))


def create_administrator(options: Namespace) -> None:
    """Give somebody the keys of the house. The password is asked for, or set by a link. Raises BadInput."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from .actions.account import create_person
    from .models import User

    email = options.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput(f"{options.email} is no e-mail address.") from error
    if User.objects.filter(email=email).exists():
        raise BadInput(f"{email} has an account already.")
    create_person(
        email=email,
        name=options.name,
        password=_new_password(email),
        is_administrator=True,
        language=options.language,
        by=None,
    )
    progress(f"{email} runs this house now. Sign in with this address and the password.")


def _new_password(email: str) -> str:
    """A password typed twice, or one line of standard input where nobody types. Raises BadInput."""
    import sys
    from getpass import getpass

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from .models import User

    if sys.stdin.isatty():
        password = getpass("Password: ")
        if getpass("Again: ") != password:
            raise BadInput("The two passwords differ.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        with translation.override("en"):
            validate_password(password, User(email=email))
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from error
    return password


def invite(options: Namespace) -> None:
    """Send an invitation by mail. Raises BadInput for an unknown organisation, DomainError when it makes no sense."""
    from django.db.models import Q

    from .actions.invitations import invite as send
    from .models import Organisation, Role, User

    organisation = Organisation.objects.filter(code=options.organisation).first()
    if organisation is None:
        raise BadInput(f"No organisation has the code {options.organisation}; its page's address ends with it.")
    if options.role not in Role.values:
        raise BadInput(f"--role {options.role}: choose one of {', '.join(Role.values)}.")
    host = User.objects.filter(Q(is_administrator=True), is_active=True).order_by("pk").first()
    if host is None:
        raise BadInput("Nobody runs this house yet: kotokaari createadmin you@example.org comes first.")
    send(organisation, email=options.email, role=options.role, language=options.language, by=host)
    progress(f"An invitation to {organisation} went to {options.email}; its link works for 14 days.")
