"""The wheel as a stranger gets it: an empty environment, no Node, two commands."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from tests.houses import house_environment, serving
from tools import messages

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The built wheel."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (built,) = folder.glob("kotokaari-*.whl")
    return built


@pytest.fixture(scope="module")
def stranger(wheel, tmp_path_factory):
    """The Python of an environment in which there is the wheel, what it needs by hash, and nothing else."""
    home = tmp_path_factory.mktemp("stranger")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    uv = [Path(sys.executable).parent / "uv", "pip", "install", "-q", "--python", python]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    locked = ["--require-hashes", "-r", ROOT / "requirements" / "demo.txt"]
    subprocess.run([*uv, *locked], check=True, env=environment)
    subprocess.run([*uv, "--no-deps", wheel], check=True, env=environment)
    return python


@pytest.fixture(scope="module")
def data(stranger, tmp_path_factory):
    """A data folder with the demo in it, made by the stranger."""
    folder = tmp_path_factory.mktemp("data")
    environment = house_environment(folder, PATH="/nowhere")
    subprocess.run([stranger, "-m", "kotokaari", "demo", "--no-serve"], env=environment, cwd=folder, check=True)
    return folder


def test_the_wheel_holds_what_was_built_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert any(name.startswith("kotokaari/ui/static/ui/build/") and name.endswith(".css") for name in names)
    assert any(name.startswith("kotokaari/ui/static/ui/build/") and name.endswith(".js") for name in names)
    catalogues = list(messages.PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))
    assert len([name for name in names if name.endswith("django.mo")]) == len(catalogues) > 0
    assert not [name for name in names if "/tests/" in name or name.endswith((".po", ".ts"))]
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_wheel_opens_the_demo_in_three_languages(stranger, data):
    with serving(data, python=stranger, PATH="/nowhere") as house:
        for language in ("fi", "sv", "en"):
            with urlopen(f"{house.address}/{language}/") as answer:
                page = answer.read().decode()
            assert f'lang="{language}"' in page
        stylesheet = page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]
        with urlopen(house.address + stylesheet) as answer:
            assert "text/css" in answer.headers["Content-Type"]


def test_a_house_stays_small(stranger, data):
    """At most 200 MB idle, all processes together. How soon it is ready is measured by the benchmarks."""
    with serving(data, python=stranger) as house:
        processes = [psutil.Process(house.pid), *psutil.Process(house.pid).children(recursive=True)]
        megabytes = sum(process.memory_info().rss for process in processes) / 2**20

    assert megabytes <= 200
