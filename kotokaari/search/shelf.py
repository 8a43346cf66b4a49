"""Sets of things in memory: which can be filtered by what, and which have which terms.

A set is a whole number whose bit *n* stands for the entry with number *n*. Filtering, counting and
"all of these words" are then bitwise operations: 200,000 things are 25 kB a set, and counting one takes
microseconds. Sets of terms are asked of the database once and kept, small ones as lists of numbers; when
entries change, only the changed ones are asked for again (``Change`` rows say which). Each process keeps
its own shelf.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Max

from kotokaari.foundation.dataversion import data_version

from . import storage
from .models import Change, Entry

LOOK_BACK = 5_000  # changes may become visible in another order than they were numbered
MOST_CHANGES = 400  # beyond that a set is asked for whole
SMALL = 4_000  # members up to which a set is kept as a list
KIND, PUBLIC = "kind", "public"
Kept = int | array  # a set as it is kept: whole, or the numbers of a small one


def members(found: int) -> Iterator[int]:
    """The numbers in a set, smallest first."""
    digits = bin(found)[:1:-1]
    bit = digits.find("1")
    while bit >= 0:
        yield bit
        bit = digits.find("1", bit + 1)


def as_set(numbers: Iterable[int], width: int) -> int:
    """A set of numbers under ``width``."""
    row = bytearray((width >> 3) + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def _small(numbers: Sequence[int], whole: int) -> Kept:
    return array("I", numbers) if len(numbers) <= SMALL and len(numbers) * 4 < _size(whole) else whole


def _opened(kept: Kept, width: int) -> int:
    return as_set(kept, width) if isinstance(kept, array) else kept


class Shelf:
    """Everything one process knows of the index at one moment."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.number = -1  # of the data version it was last compared with
        self.epoch = 0  # grows with every change followed
        self.width = 0
        self.facets: dict[str, dict[str, int]] = {}
        self.fresh: dict[int, int] = {}
        self.used: dict[int, int] = {}
        self.seen: set[int] = set()  # marks of the latest changes
        self.log: list[tuple[int, frozenset[int]]] = []  # (epoch, entries that changed then)
        self.sets: OrderedDict[storage.Asked, tuple[int, Kept]] = OrderedDict()
        self.bytes = 0
        self.uuids: dict[int, UUID] = {}
        self.uuids_at = -1  # the epoch they are of

    def follow(self) -> None:
        """Come up to date. No query while the data version is the same; after a change one or two."""
        number = data_version()
        with self.lock:
            if number and number == self.number:
                return
            if self.number < 0 or not self._catch_up():
                self._load()
            self.number = number

    def _catch_up(self) -> bool:
        """Follow what changed since; False when the whole must be read anew.

        What was seen inside a transaction that was rolled back is missing now: then too.
        """
        rows = Change.objects.order_by("-pk").values_list("mark", "entry")[:LOOK_BACK]
        latest = dict(rows)
        if len(latest) < LOOK_BACK and self.seen - latest.keys():
            return False
        news = {entry for mark, entry in latest.items() if mark not in self.seen}
        if len(news) > LOOK_BACK // 2:
            return False
        if news:
            self._take_over(news)
        self.seen = self.seen & latest.keys() | latest.keys()
        return True

    def _load(self) -> None:
        self.seen = set(Change.objects.order_by("-pk").values_list("mark", flat=True)[:LOOK_BACK])
        self.epoch += 1
        self.log.clear()
        self.sets.clear()
        self.bytes = 0
        self.uuids_at = -1
        self.fresh, self.used = {}, {}
        self.width = (Entry.objects.aggregate(most=Max("pk"))["most"] or 0) + 1
        self.facets = _finished(self._gather(Entry.objects.all()), self.width)

    def _gather(self, entries: object) -> dict[tuple[str, str], list[int]]:
        """{(facet, value): numbers} of these entries; notes how fresh and how much used they are."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        rows = entries.values_list("pk", "kind", "is_public", "facets", "fresh", "used")  # type: ignore[attr-defined]
        split: dict[str, tuple[str, str]] = {}
        for pk, kind, is_public, facets, fresh, used in rows.iterator(chunk_size=5000):
            found[KIND, kind].append(pk)
            if is_public:
                found[PUBLIC, ""].append(pk)
            self.fresh[pk] = fresh
            if used:
                self.used[pk] = used
            for line in facets.split("\n") if facets else ():
                key = split.get(line)
                if key is None:
                    name, _space, value = line.partition(" ")
                    key = split[line] = (name, value)
                found[key].append(pk)
        return found

    def _take_over(self, changed: set[int]) -> None:
        """Put the entries that changed where they belong now."""
        self.epoch += 1
        self.log.append((self.epoch, frozenset(changed)))
        del self.log[: max(len(self.log) - 200, 0)]
        self.width = max(self.width, max(changed) + 1)
        gone = as_set(changed, self.width)
        for values in self.facets.values():
            for value, numbers in values.items():
                values[value] = numbers & ~gone
        for entry in changed:
            self.fresh.pop(entry, None)
            self.used.pop(entry, None)
        for name, values in _finished(self._gather(Entry.objects.filter(pk__in=changed)), self.width).items():
            own = self.facets.setdefault(name, {})
            for value, numbers in values.items():
                own[value] = own.get(value, 0) | numbers

    def having(self, facet: str, values: Iterable[str]) -> int:
        """The things with any of ``values`` in ``facet``."""
        known = self.facets.get(facet, {})
        return reduce(or_, (known.get(value, 0) for value in values), 0)

    def things(self) -> dict[int, UUID]:
        """The thing of each entry. Read at the first need, then followed like the rest."""
        with self.lock:
            if self.uuids_at < 0:
                self.uuids = dict(Entry.objects.values_list("pk", "thing"))
            elif self.uuids_at != self.epoch:
                changed = {entry for when, entries in self.log if when > self.uuids_at for entry in entries}
                self.uuids.update(Entry.objects.filter(pk__in=changed).values_list("pk", "thing"))
            self.uuids_at = self.epoch
            return self.uuids

    def with_terms(self, questions: Sequence[storage.Asked]) -> dict[storage.Asked, int]:
        """The set of things that answer each question. One query for all that are not known yet, else none."""
        with self.lock:
            found: dict[storage.Asked, int] = {}
            unknown: list[storage.Asked] = []
            for question in dict.fromkeys(questions):
                known = self.sets.get(question)
                if known is None:
                    unknown.append(question)
                    continue
                numbers = self._renewed(question, *known)
                if numbers is None:
                    unknown.append(question)
                else:
                    found[question] = numbers
                    self.sets.move_to_end(question)
            for question, rows in zip(unknown, storage.rows_of(unknown), strict=True):
                found[question] = self._keep(question, rows)
            return found

    def _renewed(self, question: storage.Asked, epoch: int, kept: Kept) -> int | None:
        """A kept set with the entries that changed since asked for again; None when it must be asked for whole."""
        if epoch == self.epoch:
            return _opened(kept, self.width)
        if not self.log or self.log[0][0] > epoch + 1:
            return None
        changed = {entry for when, entries in self.log if when > epoch for entry in entries}
        if len(changed) > MOST_CHANGES:
            return None
        rows = storage.rows_of([question], sorted(changed))[0]
        left = _opened(kept, self.width) & ~as_set(changed, self.width)
        return self._keep(question, [*members(left), *rows])

    def _keep(self, question: storage.Asked, rows: Sequence[int]) -> int:
        numbers = as_set(rows, max(self.width, max(rows, default=0) + 1))
        before = self.sets.pop(question, None)
        if before is not None:
            self.bytes -= _size(before[1])
        kept = _small(rows, numbers)
        self.sets[question] = (self.epoch, kept)
        self.bytes += _size(kept)
        while self.bytes > settings.SEARCH_KEPT_BYTES and len(self.sets) > 1:
            _question, (_epoch, oldest) = self.sets.popitem(last=False)
            self.bytes -= _size(oldest)
        return numbers


def _size(kept: Kept) -> int:
    return 300 + (4 * len(kept) if isinstance(kept, array) else kept.bit_length() >> 3)


def _finished(found: Mapping[tuple[str, str], Sequence[int]], width: int) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for (name, value), numbers in found.items():
        facets.setdefault(name, {})[value] = as_set(numbers, width)
    return facets


_shelves: dict[str, Shelf] = {}
_making = threading.Lock()


def shelf() -> Shelf:
    """This process's shelf, up to date. In a transaction it shows what the transaction sees."""
    key = str(connection.settings_dict["NAME"])
    with _making:
        found = _shelves.setdefault(key, Shelf())
    found.follow()
    return found


def forget() -> None:
    """Begin with an empty shelf: for tests, and after a database was replaced."""
    _shelves.clear()
