"""The components. Each is a function with a signature; docs/ui.md shows them, /ui/ lets one see them.

Small ones, which stand in the rows of lists, are made in Python; the others have a template.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundWidget
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.text import Reading, TranslatedText

from ..icons import DIRECTED, ICONS
from ..languages import IN_ANOTHER, IN_LANGUAGE, SHOWN_IN, SHOWN_IN_ANOTHER, direction
from ..public import Column, Facet, Station, Tab, query_with

register = template.Library()

# How each variant is said in the design system's attributes.
VARIANTS = {
    "main": mark_safe(' data-color="warm"'),
    "primary": mark_safe(""),
    "secondary": mark_safe(' data-variant="secondary"'),
    "quiet": mark_safe(' data-variant="tertiary"'),
    "danger": mark_safe(' data-variant="secondary" data-color="danger"'),
}
TONES = {"neutral", "info", "success", "warning", "danger"}
TONE_ICONS = {"neutral": "info", "info": "info", "success": "success", "warning": "alert", "danger": "error"}


def _one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise ValueError(f"{what} is one of {', '.join(sorted(allowed))}, not {value!r}")
    return value


# Icons and small marks


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    _one_of(name, ICONS, "an icon")
    turns = " icon-turns" if name in DIRECTED else ""
    sheet = static("ui/build/icons.svg")
    return mark_safe(  # noqa: S308 - both parts are our own
        f'<svg class="icon{turns}" aria-hidden="true" focusable="false"><use href="{sheet}#{name}"/></svg>'
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing by our name for it (icons.py); with ``label`` it also says something to a screen reader."""
    if not label:
        return _icon(name)
    return format_html('{}<span class="sr-only">{}</span>', _icon(name), label)


@register.simple_tag
def tag(label: Any, tone: str = "neutral", href: str = "") -> SafeString:
    """A short word about a thing: a theme, a kind. With ``href`` it is a link."""
    _one_of(tone, TONES, "a tone")
    if href:
        return format_html('<a class="tag" data-color="{}" href="{}">{}</a>', tone, href, label)
    return format_html('<span class="tag" data-color="{}">{}</span>', tone, label)


@register.simple_tag
def status(label: Any, tone: str = "neutral") -> SafeString:
    """Where a thing stands (draft, published…): a word and a dot, never a colour alone."""
    return format_html('<span class="status" data-color="{}">{}</span>', _one_of(tone, TONES, "a tone"), label)


@register.simple_tag
def badge(value: Any, tone: str = "neutral") -> SafeString:
    """A small figure beside a word."""
    return format_html('<span class="count" data-color="{}">{}</span>', _one_of(tone, TONES, "a tone"), value)


@register.simple_tag
def chip(label: Any, href: str, selected: bool = False) -> SafeString:
    """A choice that is on or off by its link; a selected one says that following it takes it away."""
    if not selected:
        return format_html('<a class="chip" href="{}">{}</a>', href, label)
    return format_html(
        '<a class="chip" href="{}" aria-current="true">{}<span class="sr-only"> ({})</span>{}</a>',
        href,
        label,
        gettext("selected, remove"),
        _icon("close"),
    )


@register.simple_tag
def example_mark(why: str = "") -> SafeString:
    """The mark of invented content: "Example", with its explanation."""
    why = why or gettext("This content is invented to show how the service works.")
    return format_html(
        '<span class="example-mark" title="{}">{}{}<span class="sr-only">: {}</span></span>',
        why,
        _icon("example"),
        gettext("Example"),
        why,
    )


# Text, dates, codes


@register.simple_tag
def ltr(value: Any) -> SafeString:
    """A phone number, code or address: always left to right, also within Arabic."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value not in (None, "") else mark_safe("")


def _day(value: dt.date) -> str:
    return written_day(value, (get_language() or "fi")[:2])


def _clock(value: dt.datetime | dt.time) -> str:
    return written_clock(value, (get_language() or "fi")[:2])


@register.filter(expects_localtime=True)
def day_words(value: dt.date | None) -> str:
    """A date as people write it, in words alone: for letters. Pages use ``{% day %}``."""
    return _day(value) if value else ""


@register.filter(expects_localtime=True)
def clock_words(value: dt.datetime | dt.time | None) -> str:
    """A time of day as people write it: 16.15, or 16:15 in English."""
    return _clock(value) if value is not None else ""


@register.simple_tag
def day(value: dt.date | None, empty: str = "") -> SafeString | str:
    """A date as people write it; ``empty`` where there is none."""
    if value is None:
        return empty
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return mark_safe(f'<time datetime="{value.isoformat()}">{_day(value)}</time>')  # noqa: S308 - digits only


@register.simple_tag
def moment(value: dt.datetime | None, empty: str = "") -> SafeString | str:
    """A date and time of day as people write them; ``empty`` where there is none."""
    if value is None:
        return empty
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return mark_safe(  # noqa: S308 - digits and names of months only
        f'<time datetime="{value.isoformat()}">{_day(local.date())} {_clock(local)}</time>'
    )


def _reading_of(value: TranslatedText | Reading | str) -> Reading:
    language = (get_language() or "fi")[:2]
    if isinstance(value, TranslatedText):
        return value.read(language)
    return value if isinstance(value, Reading) else Reading(value or "", language, language)


def _lang(reading: Reading) -> str:
    if not reading.is_fallback:
        return ""
    return f' lang="{conditional_escape(reading.language)}" dir="{direction(reading.language)}"'


def _note(reading: Reading, short: bool) -> str:
    """What must be said about a text: its language, how it was translated, whether it is behind."""
    parts: list[Any] = []
    if reading.is_fallback:
        words, other = (IN_LANGUAGE, IN_ANOTHER) if short else (SHOWN_IN, SHOWN_IN_ANOTHER)
        parts.append(words.get(reading.language, other))
    if reading.status == "machine":
        parts.append(gettext("machine translation") if short else gettext("Machine translation"))
    if reading.is_stale:
        parts.append(
            gettext("the original has changed") if short else gettext("The original has changed since this translation")
        )
    return (", " if short else ". ").join(str(part) for part in parts)


@register.simple_tag(name="reading")
def reading_tag(value: TranslatedText | Reading | str, block: bool = False, note: bool = True) -> SafeString:
    """A text in the reader's language, or the nearest there is, which then says so.

    ``block``: paragraphs with the note underneath; else a phrase with a short note beside it.
    ``note=False`` keeps only the ``lang`` attribute, for places that say it elsewhere.
    """
    reading = _reading_of(value)
    if not reading:
        return mark_safe("")
    lang = _lang(reading)
    if block:
        return _reading_block(reading, lang, note)
    text: str = conditional_escape(reading.text)
    if lang:
        text = f"<span{lang}>{text}</span>"
    if note and reading.needs_note:
        text = f'{text} <span class="reading-note">({conditional_escape(_note(reading, True))})</span>'
    return mark_safe(text)  # noqa: S308 - every part is escaped above


def _reading_block(reading: Reading, lang: str, note: bool) -> SafeString:
    body = urlize(linebreaks(reading.text, autoescape=True), nofollow=True)
    if note and reading.needs_note:
        body = f'{body}<p class="reading-note" lang="{get_language()}" dir="{direction(get_language() or "fi")}">{_icon("language")}{conditional_escape(_note(reading, False))}.</p>'
    return mark_safe(f'<div class="prose"{lang}>{body}</div>')  # noqa: S308 - linebreaks escaped the text


# Buttons


@register.simple_tag
def button(
    label: Any,
    variant: str = "secondary",
    type: str = "submit",
    name: str = "",
    value: str = "",
    icon: str = "",
    form: str = "",
) -> SafeString:
    """A button of a form. ``main`` is the one action that matters on the page: at most one."""
    _one_of(variant, VARIANTS, "a variant")
    attributes = "".join(
        format_html(' {}="{}"', key, text) for key, text in (("name", name), ("value", value), ("form", form)) if text
    )
    return format_html(
        '<button class="ds-button" type="{}"{}{}>{}{}</button>',
        type,
        VARIANTS[variant],
        mark_safe(attributes),  # noqa: S308 - made by format_html
        _icon(icon) if icon else "",
        label,
    )


@register.simple_tag
def link_button(
    label: Any, href: str, variant: str = "secondary", icon: str = "", download: bool = False
) -> SafeString:
    """A link that looks like a button: for going somewhere, never for changing something."""
    _one_of(variant, VARIANTS, "a variant")
    return format_html(
        '<a class="ds-button"{} href="{}"{}>{}{}</a>',
        VARIANTS[variant],
        href,
        mark_safe(" download") if download else "",
        _icon(icon) if icon else "",
        label,
    )


@register.simple_tag(takes_context=True)
def confirm_button(
    context: RequestContext,
    label: Any,
    href: str,
    title: str,
    text: str = "",
    confirm: str = "",
    variant: str = "danger",
    icon: str = "",
) -> SafeString:
    """An act that asks first. ``href`` answers GET with ui/confirm.html and does it on POST.

    With JavaScript the question opens as a dialog on the spot; without, it is a page.
    """
    return render_to_string(
        "ui/confirm_button.html",
        {
            "label": label,
            "href": href,
            "title": title,
            "text": text,
            "confirm": confirm or label,
            "variant": _one_of(variant, VARIANTS, "a variant"),
            "look": VARIANTS[variant],
            "icon_name": icon,
        },
        request=context.get("request"),
    )


# Boxes


@register.simple_block_tag
def card(
    content: SafeString, title: Any, href: str = "", level: int = 2, eyebrow: Any = "", tone: str = "plain"
) -> SafeString:
    """A box around content; with ``href`` its title is a link and the whole card can be pressed."""
    _one_of(tone, {"plain", "tinted"}, "a card's tone")
    context = {"content": content, "title": title, "href": href, "level": level, "eyebrow": eyebrow, "tone": tone}
    return render_to_string("ui/card.html", context)


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", title: Any = "") -> SafeString:
    """Something the reader should know before going on."""
    context = {
        "content": content,
        "tone": _one_of(tone, TONES, "a tone"),
        "title": title,
        "icon_name": TONE_ICONS[tone],
    }
    return render_to_string("ui/alert.html", context)


@register.simple_tag
def flash(message: Any) -> SafeString:
    """One message of Django's messages framework."""
    tone = {"debug": "neutral", "error": "danger"}.get(message.level_tag, message.level_tag) or "info"
    return alert_box(message.message, tone)


def alert_box(text: Any, tone: str) -> SafeString:
    """An alert around one sentence."""
    context = {"content": format_html("<p>{}</p>", text), "tone": tone, "icon_name": TONE_ICONS[tone]}
    return render_to_string("ui/alert.html", context)


@register.simple_tag
def empty_state(title: Any, text: Any, action: Any = "", href: str = "", icon: str = "") -> SafeString:
    """What an empty page says: what belongs here, and the first step."""
    if bool(action) != bool(href):
        raise ValueError("an empty state has both an action and its href, or neither")
    return render_to_string(
        "ui/empty_state.html", {"title": title, "text": text, "action": action, "href": href, "icon_name": icon}
    )


@register.simple_block_tag
def disclosure(content: SafeString, summary: Any, open: bool = False, name: str = "") -> SafeString:
    """More, for those who want it: a native ``<details>``. The same ``name`` opens one at a time."""
    return render_to_string("ui/disclosure.html", {"content": content, "summary": summary, "open": open, "name": name})


@register.simple_tag
def meter(value: float, label: Any, text: Any = "", maximum: float = 100) -> SafeString:
    """How full something is, as a bar and in words."""
    share = max(0, min(100, round(100 * value / maximum))) if maximum else 0
    return render_to_string("ui/meter.html", {"share": share, "label": label, "text": text or f"{share} %"})


# Finding one's way


@register.simple_tag
def breadcrumbs(trail: Sequence[tuple[Any, str]]) -> SafeString:
    """The way here: pairs of words and address; the last, this page, may have "" as its address."""
    return render_to_string("ui/breadcrumbs.html", {"trail": trail})


@register.simple_tag
def tabs(items: Sequence[Tab], current: str, label: Any) -> SafeString:
    """Views of one thing, each with its own address."""
    return render_to_string("ui/tabs.html", {"items": items, "current": current, "label": label})


@register.simple_tag(takes_context=True)
def pagination(context: RequestContext, page: Page[Any], param: str = "page") -> SafeString:
    """Links to the other pages of a list; the rest of the address stays."""
    if page.paginator.num_pages < 2:
        return mark_safe("")
    params = context["request"].GET
    numbers = [
        {"number": number, "href": query_with(params, **{param: str(number)}) if isinstance(number, int) else ""}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    previous = query_with(params, **{param: str(page.number - 1)}) if page.has_previous() else ""
    following = query_with(params, **{param: str(page.number + 1)}) if page.has_next() else ""
    return render_to_string(
        "ui/pagination.html", {"page": page, "numbers": numbers, "previous": previous, "following": following}
    )


@register.simple_block_tag(takes_context=True)
def table(
    context: RequestContext,
    content: SafeString,
    columns: Sequence[Column],
    caption: Any,
    show_caption: bool = False,
    compact: bool = False,
    default_sort: str = "",
) -> SafeString:
    """A real table around ``<tr>`` rows. Sortable headings change ``?sort=``; ``-key`` is downwards."""
    request = context.get("request")
    sort = (request.GET.get("sort") if request else "") or default_sort
    heads = [_heading(column, sort, request.GET if request else None) for column in columns]
    return render_to_string(
        "ui/table.html",
        {"content": content, "heads": heads, "caption": caption, "show_caption": show_caption, "compact": compact},
    )


def _heading(column: Column, sort: str, params: Any) -> dict[str, Any]:
    """One heading: its words, the address that sorts by it, and how it is sorted now."""
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
    href = ""
    if column.sortable and params is not None:
        href = query_with(params, sort=f"-{column.key}" if now == "ascending" else column.key, page=None)
    drawing = {"ascending": "arrow-up", "descending": "arrow-down"}.get(now, "sort")
    return {"label": column.label, "numeric": column.numeric, "href": href, "sorted": now, "icon_name": drawing}


@register.simple_tag
def facet(group: Facet, open: bool = True) -> SafeString:
    """A group of choices with counts, each a link."""
    return render_to_string("ui/facet.html", {"group": group, "open": open})


@register.simple_tag
def arc_strip(stations: Sequence[Station | Mapping[str, Any]], label: Any = "") -> SafeString:
    """The sign of the house: stations from need to effect on one arc, a list to a screen reader.

    Keys: key, label, count, href, state ("here", "filled" or "hollow"), invite.
    """
    known = [s if isinstance(s, Station) else Station(**s) for s in stations]
    here = next((index for index, station in enumerate(known) if station.state == "here"), None)
    nearest = max(0, min((here or 0) - 1, len(known) - 3))
    last = max(len(known) - 1, 1)
    dots = [
        {
            "station": station,
            "near": here is None or nearest <= index < nearest + 3,
            "rise": round(12 * (1 - (2 * index / last - 1) ** 2)),
            "words": _station_words(station),
        }
        for index, station in enumerate(known)
    ]
    width = 2 * len(known)
    context = {
        "dots": dots,
        "dense": len(known) > 9,
        "label": label or gettext("From need to effect"),
        "width": width,
        "end": width - 1,
    }
    return render_to_string("ui/arc_strip.html", {**context, "middle": width // 2})


def _station_words(station: Station) -> str:
    """What stands under a station: how many, or the invitation to be the first."""
    if station.state == "here":
        return gettext("you are here")
    if station.count:
        return ngettext("%(count)s link", "%(count)s links", station.count) % {"count": station.count}
    return str(station.invite) or gettext("nothing yet")


# Forms


def _describe(bound: forms.BoundField) -> str:
    parts = []
    if bound.help_text:
        parts.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        parts.append(f"{bound.auto_id}_error")
    return " ".join(parts)


def _choices(bound: forms.BoundField) -> list[BoundWidget]:
    """The options of a group, each with the house's looks."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id, "class": "ds-input"}, widget)
    attrs.pop("aria-describedby", None)  # the fieldset says it once for all
    attrs.pop("aria-invalid", None)
    options = widget.subwidgets(bound.html_name, bound.value(), attrs=attrs)
    return [BoundWidget(widget, option, bound.form.renderer) for option in options]


GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _kind(bound: forms.BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "hidden" if widget.is_hidden else "input"


@register.simple_tag
def field(bound: forms.BoundField, label: Any = "", help: Any = "", optional_mark: bool = True) -> SafeString:
    """One field of a form: label, help, the control, its error."""
    kind = _kind(bound)
    if kind == "hidden":
        return bound.as_widget()
    described = _describe(bound)
    attrs: dict[str, Any] = {"class": f"{bound.field.widget.attrs.get('class', '')} ds-input".strip()}
    if kind != "group":
        attrs["aria-describedby"] = described or False
        if bound.errors:
            attrs["aria-invalid"] = "true"
    return render_to_string(
        "ui/field.html",
        {
            "field": bound,
            "kind": kind,
            "label": label or bound.label,
            "help": help or bound.help_text,
            "control": bound.as_widget(attrs=attrs) if kind != "group" else "",
            "options": _choices(bound) if kind == "group" else (),
            "described": described,
            "counts_words": "data-words" in bound.field.widget.attrs,
            "optional": optional_mark and not bound.field.required,
        },
    )


@register.simple_tag
def form_fields(form: forms.BaseForm, only: str = "") -> SafeString:
    """All fields of a form, or those named in ``only`` (comma-separated), hidden ones too."""
    names = [name.strip() for name in only.split(",") if name.strip()] or list(form.fields)
    shown = [field(form[name]) for name in names]
    return mark_safe("\n".join(shown))  # noqa: S308 - each made by a template


@register.simple_tag
def error_summary(form: forms.BaseForm, focus: bool = True) -> SafeString:
    """What is to be corrected, with links to the fields; nothing while a form is in order.

    It takes the focus when the page opens, unless ``focus=False``.
    """
    if not form.is_bound or not form.errors:
        return mark_safe("")
    rows = [
        (f"#{form[name].id_for_label or form[name].auto_id}", form[name].label, form[name].errors[0])
        for name in form.errors
        if name in form.fields
    ]
    return render_to_string("ui/error_summary.html", {"rows": rows, "general": form.non_field_errors(), "focus": focus})


@register.simple_tag
def combobox(bound: forms.BoundField, label: Any = "", help: Any = "") -> SafeString:
    """One choice out of many, found by typing. Without JavaScript it is the plain ``<select>``."""
    return _suggestion(bound, label, help, many=False)


@register.simple_tag
def multi_select(bound: forms.BoundField, label: Any = "", help: Any = "") -> SafeString:
    """Several choices out of many, found by typing. Without JavaScript they are check boxes."""
    return _suggestion(bound, label, help, many=True)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The choices of a field, those of its groups among them."""
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield value, words


def _suggestion(bound: forms.BoundField, label: Any, help_text: Any, many: bool) -> SafeString:
    chosen = bound.value() or []
    chosen = {str(value) for value in (chosen if isinstance(chosen, list | tuple | set) else [chosen])}
    options = [
        {"value": str(value), "label": words, "selected": str(value) in chosen}
        for value, words in _flat(bound.field.choices)  # type: ignore[attr-defined]
        if str(value) != ""
    ]
    return render_to_string(
        "ui/suggestion.html",
        {
            "field": bound,
            "many": many,
            "label": label or bound.label,
            "help": help_text or bound.help_text,
            "options": options,
            "described": _describe(bound),
            "optional": not bound.field.required,
        },
    )


@register.simple_block_tag
def autosave(content: SafeString, url: str, key: str) -> SafeString:
    """Around one ``<form>``: what is typed is posted to ``url`` as it is, and kept under ``key`` offline.

    ``url`` takes the form's fields by POST and answers 204 when they are stored.
    """
    return render_to_string("ui/autosave.html", {"content": content, "url": url, "key": key})


@register.simple_tag
def autosave_status(saved_at: dt.datetime | None = None) -> SafeString:
    """Where an ``{% autosave %}`` form says what it has saved."""
    return render_to_string("ui/autosave_status.html", {"saved_at": saved_at})


@register.simple_block_tag
def repeat(content: SafeString, prefix: str, add: Any, legend: Any, help: Any = "") -> SafeString:
    """Rows of a formset that can be added, removed and moved; each row is a ``<fieldset data-row>``.

    Without JavaScript the empty rows are shown and the "add" button submits ``<prefix>-add``.
    """
    return render_to_string(
        "ui/repeat.html", {"content": content, "prefix": prefix, "add": add, "legend": legend, "help": help}
    )
