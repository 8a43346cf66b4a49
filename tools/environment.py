#!/usr/bin/env python3
"""Makes .venv from the locked requirement files. Runs on a bare Python, before anything is installed.

python3 tools/environment.py demo    what a running house needs
python3 tools/environment.py test    what the tests need besides
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
OLDEST_NODE = 20


def refuse_old_machine() -> None:
    """Name what is missing and the command that installs it. Raises SystemExit."""
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"Kotokaari needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.\n"
            "Debian 12 has it:  sudo apt-get install python3 python3-venv\n"
            "Another one on this machine:  make demo PYTHON=/path/to/python3.12"
        )
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise SystemExit(
            "Python cannot make environments here.\nInstall what is missing:  sudo apt-get install python3-venv"
        )


def run(*command: object) -> None:
    """Run a step; its output only when it fails. Raises SystemExit."""
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        "UV_NATIVE_TLS": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "VIRTUAL_ENV": str(VENV),
    }
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(f"This step failed: {' '.join(str(word) for word in command)}")


def is_done(name: str, *inputs: Path) -> bool:
    """True when the step was done with these very files."""
    stamp = VENV / f"{name}.stamp"
    return stamp.exists() and stamp.read_text() == state_of(*inputs)


def mark_done(name: str, *inputs: Path) -> None:
    """Remember that the step was done with these files."""
    (VENV / f"{name}.stamp").write_text(state_of(*inputs))


def state_of(*inputs: Path) -> str:
    """A digest of the files and of the Python that runs."""
    digest = hashlib.sha256(sys.version.encode())
    for file in inputs:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def machine_has_node() -> bool:
    """True when the machine's own Node (with npm) is new enough."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    version = subprocess.run([node, "--version"], stdout=subprocess.PIPE).stdout.decode()
    match = re.match(r"v(\d+)", version)
    return match is not None and int(match[1]) >= OLDEST_NODE


def make_environment() -> None:
    """An empty .venv that holds pip and uv."""
    uv = ROOT / "requirements" / "uv.txt"
    if PYTHON.exists() and is_done("uv", uv):
        return
    print("Making .venv …", flush=True)
    run(sys.executable, "-m", "venv", "--clear", VENV)
    run(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", uv)
    mark_done("uv", uv)


def install(name: str) -> None:
    """Install one locked requirement file, every package checked against its hash."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    if is_done(name, requirements):
        return
    print(f"Installing requirements/{name}.txt …", flush=True)
    run(VENV / "bin" / "uv", "pip", "install", "-q", "--require-hashes", "-r", requirements)
    mark_done(name, requirements)


def install_tree() -> None:
    """Put the tree itself into .venv, so that `.venv/bin/kotokaari` is this code."""
    project = ROOT / "pyproject.toml"
    if is_done("tree", project):
        return
    run(VENV / "bin" / "uv", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)
    mark_done("tree", project)


def main() -> None:
    """Do what is not done yet."""
    refuse_old_machine()
    make_environment()
    install("demo")
    if "test" in sys.argv[1:]:
        install("test")
    if not machine_has_node():
        install("node")
    install_tree()


if __name__ == "__main__":
    main()
