import pytest
from django.utils import translation

from kotokaari.catalogue.tests.factories import a_practice


@pytest.fixture(autouse=True)
def _in_english(_finnish_unless_said_otherwise):
    translation.activate("en")


@pytest.fixture
def practice(db):
    return a_practice(title="A club for talking")


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Runs what is done after commit, as a request would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
