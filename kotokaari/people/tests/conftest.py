import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english_here():
    """These tests read what is said, and they read English."""
    with translation.override("en"):
        yield
