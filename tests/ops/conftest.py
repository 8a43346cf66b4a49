"""Houses on both databases, each test with its own."""

import os
from uuid import uuid4

import pytest

from tools.testpg import cluster

from .desk_client import Desk


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL for this session: the one that is lent to us, else our own."""
    lent = os.environ.get("KOTOKAARI_TEST_POSTGRES") or os.environ.get("KOTOKAARI_DATABASE_URL")
    if lent:
        yield lent
        return
    with cluster() as address:
        yield address


@pytest.fixture(scope="session")
def desk_of(request, tmp_path_factory):
    """The desk for an engine, opened when first asked for."""
    desks = {}

    def get(engine):
        if engine not in desks:
            address = request.getfixturevalue("postgres") if engine == "postgresql" else ""
            desks[engine] = Desk(engine, tmp_path_factory.mktemp(engine), address)
        return desks[engine]

    yield get
    for desk in desks.values():
        desk.close()


@pytest.fixture
def make_home(desk_of):
    """Makes houses: ``make_home("sqlite")``, ``make_home("postgresql", migrated=False)``."""

    def make(engine, *, migrated=True):
        desk, name = desk_of(engine), f"house-{uuid4().hex[:8]}"
        return desk.copy_of_pattern(name) if migrated else desk.house(name)

    return make
