"""Choosing and weighing on the phone, and the portfolio."""

import pytest
from django.urls import reverse

from kotokaari.innovation.joining.visitors import SALT, cookie_name
from kotokaari.innovation.logic import scatter
from kotokaari.innovation.logic.spread import small_ones, spread
from kotokaari.innovation.models import Ballot, Chosen, Day, Weight

from .factories import act, facilitator_of
from .test_choosing_acts import choosing_day, close, opened, weighing_day

pytestmark = pytest.mark.django_db


def on_phone(client, person):
    from django.core import signing

    client.cookies[cookie_name(person.day)] = signing.dumps(person.key, salt=SALT)
    return client


def phone(client, day):
    return client.get(reverse("innovation:here", args=[day.key])).content.decode()


def send(client, day, kind, **fields):
    return client.post(reverse("innovation:act", args=[day.key]), {"act": kind, **fields}, follow=True)


@pytest.mark.parametrize(
    ("way", "fields", "shown"),
    [
        ("dots", {"dots_1": "2", "dots_2": "1", "dots_3": ""}, '<option value="2" selected>2</option>'),
        ("ranking", {"rank_1": "2", "rank_2": "1", "rank_3": ""}, '<option value="2" selected>2.</option>'),
        ("pairs", {"pair_1_2": "2", "pair_1_3": ""}, 'name="pair_1_2" value="2" checked'),
    ],
)
def test_a_ballot_is_sent_from_a_form_without_javascript_and_shown_again(client, way, fields, shown):
    day, theme, people = choosing_day(way)
    on_phone(client, people[0])
    assert "Idea 0" in phone(client, day)

    answer = send(client, day, "choose", theme=theme.pk, **fields)

    assert answer.status_code == 200
    assert Ballot.objects.count() == 1
    assert shown in answer.content.decode()


def test_too_many_dots_come_back_with_the_reason(client):
    day, theme, people = choosing_day()
    on_phone(client, people[0])

    answer = send(client, day, "choose", theme=theme.pk, dots_1="3", dots_2="3")

    assert answer.status_code == 422
    assert not Ballot.objects.exists()


def test_results_are_on_the_phone_after_closing_and_not_before(client):
    day, theme, people = choosing_day()
    for person in people[:5]:
        act(day, person, "choose", theme=str(theme.pk), dots_3="3")
    on_phone(client, people[5])
    assert "chosen-ideas" not in phone(client, day)

    close(day)

    part = client.get(reverse("innovation:here", args=[day.key]), {"part": "choose"}).content.decode()
    assert "Idea 2" in part.partition('class="chosen-ideas"')[2]
    page = phone(client, day)
    assert "chosen-ideas" in page
    assert "15" in page.partition('class="chosen-ideas"')[2][:400]


def test_who_runs_the_day_decides_a_tie_in_the_portfolio(client):
    day, theme, people = choosing_day()
    for person, idea in zip(people[:5], (1, 1, 2, 3, 1), strict=True):
        act(day, person, "choose", theme=str(theme.pk), **{f"dots_{idea}": "1"})
    close(day)
    address = reverse("innovation:portfolio", args=[day.key])
    on_phone(client, people[0])
    assert "decide_tie" not in client.get(address).content.decode()

    client.cookies.clear()
    client.force_login(facilitator_of(day))
    assert "decide_tie" in client.get(address).content.decode()
    send(client, day, "decide_tie", theme=theme.pk, group="", reason="Nobody does it yet", **{"ideas[]": ["2"]})

    page = client.get(address).content.decode()
    assert "Nobody does it yet" in page
    assert reverse("innovation:desk", args=[day.key]) in page
    assert Chosen.objects.filter(idea__number=2).exists()


def test_a_tie_is_decided_on_the_desk_and_told_to_the_phones(client):
    day, theme, people = choosing_day()
    for person, idea in zip(people[:5], (1, 1, 2, 3, 1), strict=True):
        act(day, person, "choose", theme=str(theme.pk), **{f"dots_{idea}": "1"})
    desk = reverse("innovation:desk", args=[day.key])
    client.force_login(facilitator_of(day))
    assert "decide_tie" not in client.get(desk).content.decode()
    close(day)
    page = client.get(desk).content.decode()
    form = page.partition('data-act="decide_tie"')[2].partition("</form>")[0]
    assert f'name="next" value="{desk}"' in form
    assert [number for number in "1234" if f'name="ideas[]" value="{number}"' in form] == ["2", "3"]

    fields = {"theme": theme.pk, "group": "", "next": desk}
    assert send(client, day, "decide_tie", **fields, reason=" ", **{"ideas[]": ["2"]}).status_code == 422
    answer = send(client, day, "decide_tie", **fields, reason="Nobody does it yet", **{"ideas[]": ["2"]})

    assert answer.redirect_chain[-1][0] == desk
    assert "decide_tie" not in answer.content.decode()
    assert "Nobody does it yet" in phone(on_phone(client, people[0]), day)


def test_the_portfolio_is_for_those_who_take_part_until_the_day_is_done(client):
    day, people = weighing_day()
    address = reverse("innovation:portfolio", args=[day.key])

    assert client.get(address).status_code == 404
    assert on_phone(client, people[0]).get(address).status_code == 200
    client.cookies.clear()
    Day.objects.filter(pk=day.pk).update(state=Day.State.DONE)
    assert client.get(address).status_code == 200
    Day.objects.filter(pk=day.pk).update(is_rehearsal=True)
    assert client.get(address).status_code == 404


def weighed_day(answers, close_it=True):
    day, people = weighing_day(people=len(answers))
    for person, (profession, value) in zip(people, answers, strict=True):
        person.profession = profession
        person.save()
        act(day, person, "weigh", idea="1", value=value, impact="2", feasibility="3")
    if close_it:
        close(day, "weigh")
    return day, people


def test_figures_come_when_weighing_ends(client):
    answers = [("teacher", "4")] * 6 + [("nurse", "1")] * 6
    day, people = weighed_day(answers, close_it=False)
    address = reverse("innovation:portfolio", args=[day.key])
    on_phone(client, people[0])
    page = client.get(address).content.decode()
    assert '<svg class="portfolio"' not in page
    assert "teacher" not in page

    close(day, "weigh")

    page = client.get(address).content.decode()
    assert '<svg class="portfolio"' in page
    assert f'cx="{scatter.x_of(3)}" cy="{scatter.y_of(2.5)}"' in page
    assert "<bdi>teacher</bdi>" in page
    assert "<bdi>nurse</bdi>" in page


def test_a_small_profession_is_nowhere_on_the_page_nor_to_be_worked_out(client):
    day, people = weighed_day([("teacher", "4")] * 7 + [("nurse", "1")] * 5 + [("priest", "0")])
    on_phone(client, people[0])

    page = client.get(reverse("innovation:portfolio", args=[day.key])).content.decode()

    assert "priest" not in page
    assert "<bdi>nurse</bdi>" not in page
    assert "<bdi>teacher</bdi>" in page


def test_of_fewer_than_five_answers_nothing_is_told(client):
    day, people = weighed_day([("teacher", "4")] * 4)
    on_phone(client, people[0])

    page = client.get(reverse("innovation:portfolio", args=[day.key])).content.decode()

    assert '<svg class="portfolio"' not in page
    assert "4,0" not in page


def test_spread_keeps_what_is_small_to_itself():
    told = spread([("a", 4)] * 6 + [("b", 0)] * 5 + [("c", 2)] * 2 + [("a", None)])

    assert told.all.count == 13
    assert set(told.professions) == {"a", ""}
    assert told.professions[""].count == 7
    assert told.professions[""].mean == pytest.approx(4 / 7)
    assert told.cannot_say == 0
    assert spread([("a", 4)] * 4).all is None
    assert small_ones({"a": 5, "b": 5}) == set()
    assert small_ones({"a": 3, "b": 3}) == {"a", "b"}
    assert small_ones({"a": 9, "": 2, "b": 5}) == {"", "b"}


def test_a_spot_stands_where_it_was_weighed_and_none_hides_another():
    found = {spot.number: spot for spot in scatter.spots({1: (4, 4, 4), 2: (0, 0, 0), 3: (4, 1, 4)})}

    assert (found[1].x, found[1].y) == (scatter.WIDTH - scatter.MARGIN, scatter.MARGIN)
    assert (found[2].x, found[2].y, found[2].radius) == (scatter.MARGIN, scatter.HEIGHT - scatter.MARGIN, scatter.LEAST)
    assert found[1].radius == scatter.MOST
    assert (found[3].x, found[3].y) != (found[1].x, found[1].y)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_portfolio_costs_the_same_however_many_weighed(count, django_assert_num_queries):
    from kotokaari.innovation.choosing.queries import portfolio_of

    day, _people = weighed_day([("teacher", "3")] * count)
    with django_assert_num_queries(2):
        assert len(portfolio_of(day).rows) == 2
    assert Weight.objects.count() == count


def test_an_empty_portfolio_says_what_comes(client):
    day, _theme, people = choosing_day()
    opened(day, "weigh")

    page = on_phone(client, people[0]).get(reverse("innovation:portfolio", args=[day.key]))

    assert page.status_code == 200
    assert "<table" not in page.content.decode()
