"""The command line: what it says, refuses and promises."""

import os
import shlex
import socket
import stat
import subprocess
import sys

import pytest

from kotokaari import cli
from kotokaari.foundation.commandline import Commands
from kotokaari.foundation.errors import BadInput, DomainError


def run(capsys, *words):
    code = cli.main(list(words))
    return code, capsys.readouterr()


def leaves(parser, words=()):
    """Every command with the words that call it."""
    for action in parser._actions:
        if action.dest == "command":
            for word, inner in action.choices.items():
                yield from leaves(inner, (*words, word))
            return
    yield words, parser


@pytest.mark.parametrize(
    ("words", "parser"),
    list(leaves(cli.parser())),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_explains_itself_with_an_example_that_it_understands(words, parser, monkeypatch):
    text = parser.format_help()

    lines = [line.strip() for line in text.split("Example:\n")[1].splitlines() if line.startswith("  kotokaari ")]
    assert any(line.startswith("kotokaari " + " ".join(words)) for line in lines)
    if words == ("manage",):
        return
    for line in lines:
        assert cli.parser().parse_args(shlex.split(line)[1:]).run


@pytest.fixture
def failing(monkeypatch):
    def with_error(error):
        def refuse(options):
            raise error

        def register(commands: Commands):
            commands.add("try", "try something", example="try", run=refuse, needs_django=False)

        monkeypatch.setattr(cli, "register", register)
        monkeypatch.setattr(cli, "ROOMS", ())

    return with_error


def test_bad_input_is_one_sentence_and_code_two(capsys, failing):
    failing(BadInput("places.csv, row 3, code: a municipality has three digits, not 'x'."))

    code, said = run(capsys, "try")

    assert (code, said.out, said.err) == (2, "", "places.csv, row 3, code: a municipality has three digits, not 'x'.\n")


def test_a_refusal_is_one_sentence_and_code_one(capsys, failing):
    failing(DomainError("This practice was withdrawn."))

    assert run(capsys, "try")[0] == 1


def test_an_unknown_command_is_bad_input(capsys):
    with pytest.raises(SystemExit) as refusal:
        cli.main(["dance"])

    assert refusal.value.code == 2


def test_a_taken_port_is_named_with_the_way_out(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code, said = run(capsys, "serve", "--port", str(port))

    assert code == 2
    assert f"port {port}" in said.err
    assert "--port" in said.err


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("KOTOKAARI_DATA", str(tmp_path))
    monkeypatch.setenv("KOTOKAARI_SECRET_KEY", "")

    cli.use_secret_key(create=True)
    first = os.environ["KOTOKAARI_SECRET_KEY"]
    monkeypatch.setenv("KOTOKAARI_SECRET_KEY", "")
    cli.use_secret_key()

    assert os.environ["KOTOKAARI_SECRET_KEY"] == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_in_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("KOTOKAARI_DATA", str(tmp_path))
    monkeypatch.setenv("KOTOKAARI_SECRET_KEY", "mine")

    cli.use_secret_key(create=True)

    assert not (tmp_path / "secret-key").exists()


def test_a_key_in_the_environment_does_not_keep_the_folder_from_being_made(tmp_path):
    done = command(tmp_path / "new", "migrate", KOTOKAARI_SECRET_KEY="a key from elsewhere")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "kotokaari.sqlite3").exists()


def command(tmp_path, *words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kotokaari", *words],
        env={
            **os.environ,
            "KOTOKAARI_DATA": str(tmp_path),
            "KOTOKAARI_SECRET_KEY": "",
            "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings",
            "KOTOKAARI_DATABASE_URL": f"sqlite:///{tmp_path}/kotokaari.sqlite3",
            **environment,
        },
        capture_output=True,
        text=True,
    )


def test_help_imports_nothing_heavy(tmp_path):
    probe = "import sys; from kotokaari import cli; cli.parser(); print(sorted({'django', 'rdflib', 'typst', 'simplemma', 'PIL'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_a_setting_that_is_no_number_is_named(tmp_path):
    done = command(tmp_path, "check", KOTOKAARI_UPLOAD_LIMIT_MB="many")

    assert done.returncode == 2
    assert done.stderr.strip() == "KOTOKAARI_UPLOAD_LIMIT_MB must be a whole number, not 'many'"


def test_demo_does_not_touch_a_house_that_is_in_use(tmp_path):
    assert command(tmp_path, "migrate").returncode == 0

    done = command(tmp_path, "demo", "--reset", "--no-serve")

    assert done.returncode == 2
    assert "is no demo" in done.stderr
    assert (tmp_path / "kotokaari.sqlite3").exists()
