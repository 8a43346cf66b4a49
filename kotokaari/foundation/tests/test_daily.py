"""Daily work: once a day, in order, and one failure stops nobody else."""

import datetime

import pytest

from kotokaari import cli
from kotokaari.foundation import daily

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 3, 1)


@pytest.fixture
def works(monkeypatch):
    monkeypatch.setattr(daily, "_works", {})
    return daily.register_daily


def test_work_is_done_once_a_day_and_again_the_next(works):
    days = []
    works("count", lambda day: days.append(day) or "counted")

    first = [done.sentence for done in daily.run(DAY)]
    second = list(daily.run(DAY))
    list(daily.run(DAY + datetime.timedelta(days=1)))

    assert (first, second) == (["counted"], [])
    assert days == [DAY, DAY + datetime.timedelta(days=1)]


def test_work_that_fails_stays_due_and_does_not_stop_the_others(works):
    def fail(day):
        raise RuntimeError("no paper")

    works("a", fail)
    works("b", lambda day: "done")

    assert [(done.name, done.failed) for done in daily.run(DAY)] == [("a", True), ("b", False)]
    assert daily.due(DAY) == ["a"]


def test_the_command_takes_a_day_and_says_what_it_did(works, capsys):
    works("letters", lambda day: f"for {day}")

    assert cli.main(["daily", "--on", "2027-03-01"]) == 0
    assert "letters: for 2027-03-01" in capsys.readouterr().err
    assert cli.main(["daily", "--on", "2027-03-01", "--again"]) == 0
    assert "letters: for 2027-03-01" in capsys.readouterr().err
