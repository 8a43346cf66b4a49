"""Addresses of the rubrics room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import views, writing

app_name = "rubrics"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "rubrics/"), views.rubric_list, name="list"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/compare/"), views.compare, name="compare"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/<int:number>/"), views.rubric, name="rubric"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/<int:number>.<str:form>"), views.export, name="export"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/new-version/"), writing.begin, name="begin"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/"), writing.draft, name="draft"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/texts/"), writing.texts, name="texts"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/crosswalk/"), writing.crosswalk, name="crosswalk"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/criterion/<slug:part>/"), writing.criterion, name="criterion"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/gate/<slug:part>/"), writing.gate, name="gate"),
    path(
        pgettext_lazy("url", "rubrics/<slug:code>/draft/criterion/<slug:part>/remove/"),
        writing.criterion_remove,
        name="criterion-remove",
    ),
    path(
        pgettext_lazy("url", "rubrics/<slug:code>/draft/gate/<slug:part>/remove/"),
        writing.gate_remove,
        name="gate-remove",
    ),
    path(
        pgettext_lazy("url", "rubrics/<slug:code>/draft/criterion/<slug:part>/move/"),
        writing.criterion_move,
        name="criterion-move",
    ),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/gate/<slug:part>/move/"), writing.gate_move, name="gate-move"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/put-in-force/"), writing.put_in_force, name="put-in-force"),
    path(pgettext_lazy("url", "rubrics/<slug:code>/draft/discard/"), writing.discard, name="discard"),
]
