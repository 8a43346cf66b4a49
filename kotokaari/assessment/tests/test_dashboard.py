import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.assessment.dashboard.figures import figures_of, weighted
from kotokaari.assessment.models import Assessment
from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission, recused

from .factories import an_assessment

pytestmark = pytest.mark.django_db
GOAL, CONTEXT = "goal-oriented", "context-sensitive"


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


def a_panel(submissions=2, members=3):
    """A call with submissions, each given to every member."""
    call = a_call()
    seats = [a_seat(call) for _member in range(members)]
    things = [a_submission(call=call, title=f"Club {number}") for number in range(submissions)]
    return call, seats, {(thing, seat): assigned(thing, seat) for thing in things for seat in seats}


def address(call, page="progress"):
    return reverse(f"assessment:{page}", args=[call.key])


def row_of(figures, submission):
    return next((row for row in figures.rows if row.pk == submission.pk), None)


def test_means_spread_and_progress_are_what_was_handed_in():
    call, seats, given = a_panel(submissions=2, members=3)
    one, two = sorted({thing for thing, _seat in given}, key=lambda thing: thing.pk)
    an_assessment(given[one, seats[0]], {GOAL: 4, CONTEXT: 0})
    an_assessment(given[one, seats[1]], {GOAL: 2, CONTEXT: None})
    an_assessment(given[one, seats[2]], {GOAL: 0, CONTEXT: 0}, handed_in=False)

    figures = figures_of(runs(call, "chair"), call)

    goal, context = figures.criteria
    row = row_of(figures, one)
    assert (row.done, row.given) == (2, 3)
    assert (row.cells[goal.pk].mean, row.cells[goal.pk].lowest, row.cells[goal.pk].highest) == (3, 2, 4)
    assert (row.cells[context.pk].mean, row.cells[context.pk].count) == (0, 1)
    assert row.total == 1.5
    assert weighted(row.cells, {goal.pk: 3, context.pk: 1}) == (3 * 3 + 0) / 4
    assert (row_of(figures, two).done, row_of(figures, two).cells) == (0, {})
    assert [member.done for member in figures.members] != [0, 0, 0]
    assert (figures.done, figures.given) == (2, 6)


def test_whoever_is_recused_finds_no_row_no_count_and_no_mean(client):
    call, _seats, given = a_panel()
    chair = runs(call, CallPerson.Part.CHAIR)
    for assignment in given.values():
        an_assessment(assignment, {GOAL: 1, CONTEXT: 1}, reason="Marigold")
    gone = next(iter(given))[0]
    recused(gone, chair)
    client.force_login(chair)

    figures = figures_of(chair, call)
    pages = [client.get(address(call, page)).content.decode() for page in ("progress", "members", "progress-csv")]

    assert row_of(figures, gone) is None
    assert (figures.given, [member.given for member in figures.members]) == (3, [1, 1, 1])
    assert all(gone.key not in page for page in pages)
    assert client.get(reverse("assessment:submission", args=[call.key, gone.key])).status_code == 404
    back = Assessment.objects.filter(assignment__submission=gone).first()
    assert client.get(reverse("assessment:give-back", args=[back.uuid])).status_code == 404


def test_a_judge_who_was_recused_after_handing_in_counts_no_longer():
    call, seats, given = a_panel(submissions=1, members=2)
    thing = next(iter(given))[0]
    an_assessment(given[thing, seats[0]], {GOAL: 4})
    an_assessment(given[thing, seats[1]], {GOAL: 0})
    recused(thing, seats[1].user)

    row = row_of(figures_of(runs(call, "chair"), call), thing)

    assert (row.given, row.done, row.total) == (1, 1, 4)


def test_a_chair_who_judges_too_sees_no_score_before_handing_in(client):
    call, seats, given = a_panel(submissions=1, members=2)
    thing = next(iter(given))[0]
    CallPerson.objects.create(call=call, user=seats[0].user, part=CallPerson.Part.CHAIR)
    an_assessment(given[thing, seats[1]], {GOAL: 4, CONTEXT: 4}, reason="Marigold")
    client.force_login(seats[0].user)
    one = reverse("assessment:submission", args=[call.key, thing.key])

    row = row_of(figures_of(seats[0].user, call), thing)
    assert (row.done, row.given, row.cells, row.total, row.is_hidden) == (1, 2, {}, None, True)
    assert "Marigold" not in client.get(one).content.decode()
    an_assessment(given[thing, seats[0]], {GOAL: 1, CONTEXT: 1})

    assert "Marigold" in client.get(one).content.decode()
    assert row_of(figures_of(seats[0].user, call), thing).total == 2.5


def test_the_private_note_is_shown_to_nobody(client):
    call, seats, given = a_panel(submissions=1, members=2)
    thing = next(iter(given))[0]
    for assignment in given.values():
        noted = an_assessment(assignment)
        noted.private_note = "Zanzibar"
        noted.save()
    chair = runs(call, "chair")
    pages = [address(call, page) for page in ("progress", "members", "progress-csv", "remind")]
    pages += [reverse("assessment:submission", args=[call.key, thing.key])]
    pages += [reverse("assessment:give-back", args=[noted.uuid])]
    client.force_login(chair)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Zanzibar" not in answer.content.decode(), page
    client.force_login(seats[0].user)
    others = client.get(reverse("assessment:others", args=[given[thing, seats[0]].uuid]))
    assert "Because." in others.content.decode()
    assert "Zanzibar" not in others.content.decode()


@pytest.mark.parametrize(("submissions", "members"), [(1, 1), (3, 2), (40, 4)])
@pytest.mark.parametrize("page", ["progress", "members"])
def test_the_dashboard_costs_the_same_whatever_its_size(
    client, django_assert_max_num_queries, page, submissions, members
):
    call, _seats, given = a_panel(submissions, members)
    for assignment in given.values():
        an_assessment(assignment, {GOAL: 2, CONTEXT: 3})
    client.force_login(runs(call, "chair"))
    client.get(address(call, page))

    with django_assert_max_num_queries(13):
        html = client.get(address(call, page)).content.decode()

    assert html.count('<th scope="row">') == submissions


def test_rows_are_chosen_and_sorted_by_the_address(client):
    call, seats, given = a_panel(submissions=3, members=2)
    things = sorted({thing for thing, _seat in given}, key=lambda thing: thing.number)
    for seat in seats:
        an_assessment(given[things[0], seat], {GOAL: 1, CONTEXT: 1})
    an_assessment(given[things[1], seats[0]], {GOAL: 4, CONTEXT: 0})
    client.force_login(runs(call, "chair"))

    def shown(query):
        text = client.get(address(call, "progress-csv") + query).content.decode("utf-8-sig")
        return [row["number"] for row in csv.DictReader(io.StringIO(text))]

    assert shown("") == ["1", "2", "3"]
    assert shown("?sort=-total") == ["2", "1", "3"]
    assert shown("?sort=-number") == ["3", "2", "1"]
    assert shown(f"?sort={GOAL}") == ["1", "2", "3"]
    assert shown("?state=done") == ["1"]
    assert shown("?state=waiting") == ["2", "3"]
    assert shown("?q=club+2") == ["3"]
    assert shown(f"?member={seats[0].pk}") == ["1", "2", "3"]
    assert shown("?member=0&sort=nonsense&state=nonsense") == []


def test_a_title_that_looks_like_a_formula_is_harmless(client):
    call = a_call()
    a_submission(call=call, title='=HYPERLINK("evil")<script>alert(1)</script>')
    client.force_login(runs(call, "chair"))

    assert "'=HYPERLINK" in client.get(address(call, "progress-csv")).content.decode()
    assert "<script>alert" not in client.get(address(call)).content.decode()


def test_only_those_who_run_the_call_come_here(client):
    call, seats, _given = a_panel()
    for user in (UserFactory(), seats[0].user):
        client.force_login(user)
        for page in ("progress", "members", "progress-csv", "remind", "share"):
            assert client.get(address(call, page)).status_code == 403
