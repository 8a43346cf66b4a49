"""Things to find in tests: a kind ``leaf`` whose documents are whatever the test has laid down."""

from contextlib import contextmanager
from uuid import UUID, uuid4

from kotokaari.search import registry
from kotokaari.search.public import Document, register_source


class Leaves:
    """Documents by uuid, registered as the source of the kind ``leaf``."""

    def __init__(self):
        self.documents: dict[UUID, list[Document]] = {}
        self.seers: dict[object, set[UUID]] = {}

    def add(self, title, body="", language="fi", uuid=None, **more):
        uuid = uuid or uuid4()
        self.documents.setdefault(uuid, []).append(Document("leaf", uuid, language, title, body, **more))
        return uuid

    def documents_for(self, uuids):
        return [document for uuid in uuids for document in self.documents.get(uuid, [])]

    def all_uuids(self):
        return list(self.documents)

    def may_see(self, user, uuids):
        return self.seers.get(user, set()) & set(uuids)


@contextmanager
def only_leaves():
    """While this lasts, leaves are all there is to find and nothing adds meanings."""
    sources, expanders = dict(registry._sources), list(registry._expanders)
    registry._sources.clear()
    registry._expanders.clear()
    leaves = Leaves()
    register_source("leaf", leaves.documents_for, leaves.all_uuids, leaves.may_see)
    try:
        yield leaves
    finally:
        registry._sources.clear()
        registry._sources.update(sources)
        registry._expanders[:] = expanders
