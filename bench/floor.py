"""What one would write by hand, with nothing around it: the floor that pages are compared with."""

from types import SimpleNamespace

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import activate

from kotokaari.catalogue import record as spec
from kotokaari.catalogue.models import Practice, Version, VersionConcept
from kotokaari.innovation.models import Comment, Idea, IdeaEdge, Reaction


def nobody(get_response):
    """Not a middleware of its own worth: what views take for granted when none is there."""

    def answer(request):
        request.user, request.htmx = AnonymousUser(), SimpleNamespace(boosted=False)
        activate("fi")
        return get_response(request)

    return answer


@login_not_required
def bare(request):
    """The least a view can answer."""
    return HttpResponse("ok")


@login_not_required
def hand_list(request):
    """Twenty-five practices with the cells of the house's list: lean rows in the order of an index, one query each
    for themes and places, no count."""
    page = int(request.GET.get("page", 1))
    rows = (
        Version.objects.filter(state="published")
        .order_by("-published_at")
        .values(
            "id",
            "title",
            "summary",
            "kind",
            "cost_band",
            "evidence_level",
            "published_at",
            "practice__key",
            "practice__status",
            "practice__is_example",
            "practice__owner__name",
        )
    )
    found = list(rows[(page - 1) * 25 : page * 25])
    versions = [row["id"] for row in found]
    themes, places = {}, {}
    concepts = VersionConcept.objects.filter(version__in=versions, field="themes", concept__labels__language="fi")
    for version, label in concepts.filter(concept__labels__role="pref").values_list("version", "concept__labels__text"):
        themes.setdefault(version, []).append(label)
    for version, name in Version.places.through.objects.filter(version__in=versions).values_list(
        "version", "place__name_fi"
    ):
        places.setdefault(version, []).append(name)
    kinds, costs = dict(spec.KINDS), dict(spec.COST_BANDS)
    evidence = dict(spec.EVIDENCE_LEVELS)
    for row in found:
        row["title"] = row["title"].text("fi")
        row["summary"] = row["summary"].text("fi")
        row["owner"] = row["practice__owner__name"].text("fi")
        row["themes"] = ", ".join(themes.get(row["id"], ()))
        row["places"] = ", ".join(places.get(row["id"], ()))
        row["kind"] = kinds.get(row["kind"], "")
        row["cost"] = costs.get(row["cost_band"], "")
        row["evidence"] = evidence.get(row["evidence_level"], "")
    return render(request, "bench/list.html", {"rows": found, "next": page + 1})


@login_not_required
def hand_practice(request, key):
    """One practice with every text of its record, in one query and a plain template."""
    practice = get_object_or_404(Practice.objects.select_related("current", "owner"), key=key)
    version = practice.current
    texts = []
    for name, value in version.record.items():
        if isinstance(value, dict) and "source" in value:
            texts.append((spec.FIELDS[name].label, [_text(value)]))
        elif isinstance(value, list):
            rows = [
                " ".join(str(_text(cell)) for cell in item.values()) if isinstance(item, dict) else item
                for item in value
            ]
            texts.append((spec.FIELDS[name].label, rows))
        else:
            texts.append((spec.FIELDS[name].label, [value]))
    return render(request, "bench/practice.html", {"practice": practice, "version": version, "texts": texts})


def _text(value):
    return next(iter(value["texts"].values()))["text"] if isinstance(value, dict) and "texts" in value else value


@login_not_required
def hand_ideas(request, key):
    """Fifty ideas with the cells of the house's list: lean rows, one query each for signs, comments and ways."""
    page = int(request.GET.get("page", 1))
    rows = Idea.objects.filter(day__key=key).order_by("number")
    rows = rows.values("id", "number", "text", "language", "state", "theme__name", "group__number")
    found = list(rows[(page - 1) * 50 : page * 50])
    keys = [row["id"] for row in found]
    counted = [
        dict(kind.objects.filter(idea__in=keys).values_list("idea").annotate(many=Count("pk")).order_by())
        for kind in (Reaction, Comment)
    ]
    came, led = {}, {}
    for old, new, number, other in IdeaEdge.objects.filter(Q(new__in=keys) | Q(old__in=keys)).values_list(
        "old", "new", "old__number", "new__number"
    ):
        came.setdefault(new, []).append(number)
        led.setdefault(old, []).append(other)
    for row in found:
        row["theme"] = row["theme__name"].text("fi")
        row["signs"], row["said"] = (counts.get(row["id"], 0) for counts in counted)
        row["came"], row["led"] = came.get(row["id"], ()), led.get(row["id"], ())
    return render(request, "bench/ideas.html", {"rows": found, "next": page + 1})
