"""The command ``kotokaari``: what an operator or analyst needs without a browser.

Commands that concern one room are that room's (``<room>/commands.py``); here are those that run the
house. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from kotokaari import __version__
from kotokaari.config import env
from kotokaari.config.rooms import ROOMS
from kotokaari.foundation.commandline import Commands, progress
from kotokaari.foundation.errors import BadInput, DomainError

ABOUT = """\
Kotokaari: from need to effect, one line of work that keeps its thread.

Settings come from the environment (KOTOKAARI_DATA, KOTOKAARI_DATABASE_URL, …); docs/running.md lists them.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 failed, 2 bad input."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotokaari.config.settings")
    if words[:1] == ["manage"]:
        return manage(words[1:])
    try:
        return run(parser().parse_args(words)) or 0
    except BadInput as error:
        progress(str(error))
        return 2
    except DomainError as error:
        progress(str(error))
        return 1
    except KeyboardInterrupt:
        progress("Stopped.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def run(options: Namespace) -> int | None:
    """Run what was chosen; with Django, in English, as the command line is."""
    if not options.needs_django:
        chosen: int | None = options.run(options)
        return chosen
    start_django()
    from django.utils import translation

    with translation.override("en"):
        return options.run(options)


def parser() -> ArgumentParser:
    """Every command of the house and of its rooms."""
    top = ArgumentParser(
        prog="kotokaari",
        description=ABOUT,
        formatter_class=RawDescriptionHelpFormatter,
        epilog="Example:\n  kotokaari demo --port 8001\n\n`kotokaari COMMAND --help` shows what a command takes, with an example.",
    )
    top.add_argument("--version", action="version", version=f"kotokaari {__version__}")
    commands = Commands(top)
    register(commands)
    for room in ROOMS:
        if importlib.util.find_spec(f"kotokaari.{room}.commands"):
            importlib.import_module(f"kotokaari.{room}.commands").register(commands)
    commands.add(
        "manage", "run a command of Django itself", example="manage shell", run=lambda _: 2, needs_django=False
    )
    return top


def register(commands: Commands) -> None:
    """The commands that run the house."""
    demo_ = commands.add(
        "demo",
        "fill a house with an example region and open its door",
        example="demo --port 8001",
        run=demo,
        needs_django=False,
    )
    demo_.add_argument("--port", type=int, default=8000, metavar="N", help="serve on this port of 127.0.0.1 (8000)")
    demo_.add_argument("--no-serve", action="store_true", help="only fill the house")
    demo_.add_argument("--reset", action="store_true", help="throw away the demo that is there and begin anew")

    serve_ = commands.add(
        "serve", "answer requests", example="serve --host 0.0.0.0 --port 8080", run=serve, needs_django=False
    )
    serve_.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve_.add_argument("--port", type=int, default=8000, metavar="N", help="port to listen on (8000)")
    serve_.add_argument(
        "--workers",
        type=int,
        default=env.number("WORKERS", 1),
        metavar="N",
        help="processes (KOTOKAARI_WORKERS, else 1)",
    )

    commands.add("migrate", "bring the database up to date", example="migrate", run=migrate, needs_django=False)
    check_ = commands.add(
        "check", "look for mistakes in the settings", example="check --deploy", run=check, needs_django=False
    )
    check_.add_argument("--deploy", action="store_true", help="also what only matters in public")


def start_django() -> None:
    """Make models usable. Raises BadInput when a setting cannot be read."""
    use_secret_key()
    import django

    try:
        django.setup()
    except ValueError as error:
        raise BadInput(str(error)) from error


def use_secret_key(create: bool = False) -> None:
    """Take the key from the data folder where the environment gives none; ``create`` makes one.

    The file is readable by its owner only. Keys in the environment win.
    """
    if os.environ.get("KOTOKAARI_SECRET_KEY"):
        return
    file = env.data_dir() / "secret-key"
    if create and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
    if file.exists():
        os.environ["KOTOKAARI_SECRET_KEY"] = file.read_text().strip()


def migrate(options: Namespace) -> None:
    """Bring the database up to date; makes data folder and key at the first time."""
    env.data_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    use_secret_key(create=True)
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=getattr(options, "verbosity", 1), interactive=False)


def check(options: Namespace) -> int:
    """Django's system checks and the house's own. 1 when something is wrong."""
    start_django()
    from django.core.management import CommandError, call_command

    try:
        call_command("check", deploy=options.deploy, fail_level="WARNING" if options.deploy else "ERROR")
    except CommandError as error:
        progress(str(error))
        return 1
    return 0


def manage(words: list[str]) -> int:
    """Hand over to Django's own commands."""
    use_secret_key()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kotokaari manage", *words])
    return 0


def serve(options: Namespace) -> None:
    """Become the web server. Raises BadInput when the port is taken."""
    refuse_taken_port(options.host, options.port)
    use_secret_key(create=True)
    become_server(options.host, options.port, options.workers)


def refuse_taken_port(host: str, port: int) -> None:
    """Say so, and what to do, when somebody else listens there. Raises BadInput."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadInput(
                f"Cannot listen on {host}, port {port}: {reason}. Choose another with --port (make: PORT={port + 1})."
            ) from error
        except OverflowError as error:
            raise BadInput(f"--port {port}: a port is a number from 1 to 65535.") from error


def become_server(host: str, port: int, workers: int) -> None:
    """Replace this process by the server, so that nothing of the command stays in memory."""
    sys.stdout.flush()
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    os.environ.setdefault("KOTOKAARI_LIVE_HOST", host)
    if port < 65_535:
        os.environ.setdefault("KOTOKAARI_LIVE_PORT", str(port + 1))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "4", "--blocking-threads-idle-timeout", "600", "--backlog", "1024"]
    command += ["--respawn-failed-workers", "kotokaari.config.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606 - fixed words, no shell wanted


def demo(options: Namespace) -> None:
    """Make a house with the demo region in it, say how to get in, and serve it."""
    if not options.no_serve:
        refuse_taken_port("127.0.0.1", options.port)
    os.environ.setdefault("KOTOKAARI_DEMO", "1")
    os.environ.setdefault("KOTOKAARI_BASE_URL", f"http://127.0.0.1:{options.port}")
    os.environ.setdefault("KOTOKAARI_LOG_LEVEL", "WARNING")
    marker = env.data_dir() / "demo"
    if options.reset:
        empty_demo(marker)
    migrate(Namespace(verbosity=0))
    if not marker.exists():
        fill_demo(marker)
    welcome(options.port, marker)
    if not options.no_serve:
        become_server("127.0.0.1", options.port, 1)


def empty_demo(marker: Path) -> None:
    """Throw the demo away. Raises BadInput where the data is no demo's."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    database = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite":
        if database.exists() and not marker.exists():
            raise BadInput(
                f"{env.data_dir()} holds a house that is no demo: it is not thrown away. Choose another folder with KOTOKAARI_DATA."
            )
        connection.close()
        for end in ("", "-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
    elif marker.exists():
        call_command("flush", interactive=False, verbosity=0)
    marker.unlink(missing_ok=True)


def fill_demo(marker: Path) -> None:
    """Load the demo region, into an empty house only: its log-ins have a known password. Raises BadInput."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from kotokaari.home.demo import load_demo
    from kotokaari.opendata.public import write_open_files

    if get_user_model().objects.exists():
        raise BadInput(
            f"{env.data_dir()} holds a house with people in it. The demo has log-ins that everybody knows, "
            "so it wants a folder of its own: set KOTOKAARI_DATA."
        )
    progress("Loading the demo region:")
    load_demo(lambda what: progress(f"  {what} …"))
    progress("  open files …")
    write_open_files(timezone.localdate())
    marker.write_text(f"{__version__}\n")


def welcome(port: int, marker: Path) -> None:
    """Print the address and the log-ins."""
    from django.utils import translation

    from kotokaari.home.demo import DEMO_PASSWORD, LOG_INS

    print(f"\nKotokaari's demo region: http://127.0.0.1:{port}/\n")
    print(f"Sign in as one of these, password {DEMO_PASSWORD}")
    with translation.override("en"):
        for address, _name, _organisation, role, _runs_the_house in LOG_INS:
            print(f"  {address:<28} {role.label}")
    print(f"\nEverything is kept in {marker.parent}. Stop with Ctrl+C.\n", flush=True)
