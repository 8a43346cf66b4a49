"""What every test may lean on, in the rooms and in tests/."""

import fcntl
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

# How long an example takes is the machine's matter; speed is shown by the bench. The same code meets the same examples,
# so that a failure is of the change at hand; KOTOKAARI_EXAMPLES=new looks for others.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("KOTOKAARI_EXAMPLES") != "new",
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")
for work in ("KOTOKAARI_DAILY", "KOTOKAARI_MOMENTS"):  # a test that wants the work of the day or the minute asks for it
    os.environ.setdefault(work, "no")

REFERENCE = Path(os.environ.get("KOTOKAARI_REFERENCE") or Path(__file__).parent.parent / "shared" / "reference")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    from tests.migrated import begin_with_a_copy

    with pytest.MonkeyPatch.context() as monkeypatch:
        begin_with_a_copy(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _fresh_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _finnish_unless_said_otherwise():
    from django.utils import translation

    translation.activate("fi")
    yield
    translation.activate("fi")


@pytest.fixture
def reference() -> Path:
    """The folder of other people's data to test against; the test is left out, and counted, without it."""
    if not REFERENCE.is_dir():
        pytest.skip("reference data absent")
    return REFERENCE


@pytest.fixture(scope="session")
def copy_of_demo(tmp_path_factory, worker_id):
    """Makes a folder of its own with the demo region in it, by a name. The region is filled once for all workers."""
    from tests.houses import fill_demo

    top = tmp_path_factory.getbasetemp()
    filled = (top if worker_id == "master" else top.parent) / "demo"

    def copy(name):
        with filled.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not filled.exists():
                making = filled.with_suffix(".making")
                shutil.rmtree(making, ignore_errors=True)
                fill_demo(making)
                making.rename(filled)
        data = tmp_path_factory.mktemp(name) / "data"
        shutil.copytree(filled, data)
        return data

    return copy


@pytest.fixture(scope="session")
def browser():
    """A real Chromium; the only one of the process, for playwright wants no second loop beside its own."""
    from playwright.sync_api import sync_playwright

    from tests.houses import CHROMIUM, CHROMIUM_WORDS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in Path(item.path).parts:
            item.add_marker(pytest.mark.journey)


def pytest_sessionfinish(session):
    from django.conf import settings

    # Only what tests/settings.py made: with other settings DATA may be somebody's house.
    if settings.configured and hasattr(settings, "MADE_FOR_TESTS"):
        shutil.rmtree(settings.MADE_FOR_TESTS, ignore_errors=True)
