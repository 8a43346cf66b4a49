"""Choosing and weighing on the phone page, out of the state of the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from kotokaari.innovation.choosing import papers
from kotokaari.innovation.models import Day, Group

register = template.Library()


@register.simple_tag
def ballot_papers(state: Mapping[str, Any], group: Group | None) -> list[dict[str, Any]]:
    """The themes this person chooses in, with what she has chosen. No query."""
    return papers.ballot_papers(state, group)


@register.simple_tag
def weigh_papers(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chosen ideas, with how this person has weighed them. No query."""
    return papers.weigh_papers(state)


@register.simple_tag
def chosen_ideas(day: Day, state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was chosen in each theme. One query where groups chose."""
    wanted = [one["group"] for one in state["choosing"]["results"] if one["group"]]
    return papers.results(state, Group.objects.filter(round__day=day).in_bulk(wanted) if wanted else {})


@register.filter
def upto(highest: int) -> range:
    """1, 2 … up to this."""
    return range(1, highest + 1)
