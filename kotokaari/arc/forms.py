"""What one may type on the arc."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import LANGUAGES, TranslatedText

from .models import Elsewhere, LinkType, Station

LANGUAGE_NAMES = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
# How a link reads from the thing one stands at: its type, and whether that thing comes first.
WAYS = tuple(
    choice
    for value, active, passive in (
        (LinkType.ANSWERS, _("answers …"), _("is answered by …")),
        (LinkType.GREW_FROM, _("grew from …"), _("… grew from it")),
        (LinkType.IMPLEMENTS, _("implements …"), _("is implemented by …")),
        (LinkType.MODELS, _("models …"), _("is modelled in …")),
        (LinkType.JUDGED_BY, _("was judged by …"), _("judged …")),
        (LinkType.REUSES, _("reuses …"), _("is reused by …")),
        (LinkType.RECOMMENDS, _("recommends …"), _("is recommended by …")),
        (LinkType.FOLLOWS, _("follows …"), _("is followed by …")),
        (LinkType.ENACTS, _("enacts …"), _("is enacted by …")),
        (LinkType.FUNDS, _("funds …"), _("is funded by …")),
        (LinkType.APPLIES, _("applies …"), _("is applied by …")),
        (LinkType.MOVED, _("moved …"), _("was moved by …")),
    )
    for choice in ((f"{value}:first", active), (f"{value}:second", passive))
)


class TieForm(forms.Form):
    """How the thing one stands at belongs to another thing."""

    way = forms.ChoiceField(label=_("How they belong together"), choices=WAYS)
    other = forms.CharField(widget=forms.HiddenInput)
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_way(self) -> tuple[str, bool]:
        """The type, and whether the thing one stands at is the first."""
        link_type, _colon, side = self.cleaned_data["way"].partition(":")
        return link_type, side == "first"


class FindForm(forms.Form):
    """Words that name the other thing."""

    q = forms.CharField(
        label=_("Name of the other thing"),
        max_length=100,
        help_text=_("For example a practice, a need, a decision. Part of the name is enough."),
    )


class ElsewhereForm(forms.Form):
    """A thing that is kept outside Kotokaari."""

    station = forms.ChoiceField(label=_("Station on the arc"), choices=Station.choices)
    source = forms.CharField(
        label=_("Where it is kept"),
        max_length=300,
        help_text=_("A report, an agenda, a survey: as one would look for it."),
    )
    url = forms.URLField(label=_("Address on the web"), required=False, assume_scheme="https")
    date = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=_("Date"),
        required=False,
        help_text=_("As exactly as it is known: 2025, 2025-04 or 2025-04-02."),
        error_messages={"invalid": _("Write the date as 2025, 2025-04 or 2025-04-02.")},
    )
    is_public = forms.BooleanField(label=_("Everyone may see it"), required=False, initial=True)

    def __init__(self, *args: Any, thing: Elsewhere | None = None, **kwargs: Any) -> None:
        self.thing = thing
        if thing:
            kwargs.setdefault("initial", self.initial_of(thing))
        super().__init__(*args, **kwargs)
        own = (get_language() or "fi")[:2]
        for language in sorted(LANGUAGES, key=lambda code: code != own):
            words = {"name": pgettext_lazy("of a thing", "Name"), "language": LANGUAGE_NAMES[language]}
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("%(name)s %(language)s") % words, max_length=200, required=False
            )
        for language in sorted(LANGUAGES, key=lambda code: code != own):
            words = {"language": LANGUAGE_NAMES[language]}
            self.fields[f"note_{language}"] = forms.CharField(
                label=_("More about it %(language)s") % words, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.order_fields(
            ["station", *(f"title_{code}" for code in LANGUAGES), *(f"note_{code}" for code in LANGUAGES)]
        )
        if thing:
            del self.fields["station"]

    @staticmethod
    def initial_of(thing: Elsewhere) -> dict[str, Any]:
        """The form filled with what is kept."""
        texts = {f"{name}_{code}": getattr(thing, name).text(code) for name in ("title", "note") for code in LANGUAGES}
        return {**texts, "source": thing.source, "url": thing.url, "date": thing.date, "is_public": thing.is_public}

    def text_of(self, name: str) -> TranslatedText:
        """The field in the languages it was typed in; the writer's own language is the source."""
        kept: TranslatedText | None = getattr(self.thing, name, None)
        typed = {code: self.cleaned_data.get(f"{name}_{code}", "").strip() for code in LANGUAGES}
        own = (get_language() or "fi")[:2]
        source = kept.source if kept else own if typed[own] else next((code for code in LANGUAGES if typed[code]), own)
        text = (kept or TranslatedText(source)).with_source(typed[source])
        for code, words in typed.items():
            if code != source and words != text.text(code):
                text = text.with_translation(code, words) if words else text.without(code)
        return text

    def clean(self) -> dict[str, Any]:
        """At least one language must have a name."""
        data = super().clean() or {}
        if not any(data.get(f"title_{code}", "").strip() for code in LANGUAGES):
            self.add_error(
                f"title_{(get_language() or 'fi')[:2]}", _("Give the thing a name in at least one language.")
            )
        return data

    def facts(self) -> dict[str, Any]:
        """What the actions need."""
        plain = {name: self.cleaned_data[name] for name in ("source", "url", "date", "is_public")}
        return {**plain, "title": self.text_of("title"), "note": self.text_of("note")}
