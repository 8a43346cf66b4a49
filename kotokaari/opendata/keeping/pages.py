"""A page of the house made into a page of the copy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from . import markup
from .addresses import PAPERS, Plan, Target, match_of, relative
from .markup import Element
from .personal import Persons

# Parts that need a server, or that say what is only true there.
LEFT_OUT = {"sign-in", "practices-sort", "practices-export", "practices-open", "practices-chips", "practice-steps"}
LEFT_OUT |= {"save-search", "save-search-feed", "law-day", "words-search", "times", "times-find", "no-copy"}
# Links to these are taken away with their words: they say what one can do, not what there is.
TAKEN_AWAY = PAPERS | {
    "adoption:fits-us",
    "adoption:fit",
    "home:near",
    "catalogue:compare",
    "exchange:ask",
    "opendata:share",
    "adoption:list-csv",
    "adoption:list-json",
}
EMPTIED = {"p", "li", "ul", "ol", "dd", "div", "dl", "section", "nav"}  # gone when nothing is left in them
CONTROLS = {"input", "select", "textarea", "button", "label", "fieldset", "datalist", "output"}
SERVED_ONLY = re.compile(r"^(hx-|data-hx-|formaction|formmethod)")
ADDRESSES = ("href", "src", "xlink:href", "poster")
HEAD_LINKS = {"canonical", "alternate", "provenance", "license", "icon", "stylesheet", "preload", "modulepreload"}
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
NEVER_FOLLOWED = ("mailto:", "tel:", "javascript:", "data:")


@dataclass(slots=True)
class Copied:
    """A page of the copy: its HTML, and everything of ours that it leads to."""

    html: str
    targets: list[Target] = field(default_factory=list)


class Copier:
    """Makes pages of the copy."""

    def __init__(self, plan: Plan, persons: Persons, day: datetime.date) -> None:
        self.plan, self.persons, self.day = plan, persons, day
        self._notes: dict[str, str] = {}

    def page(self, html: str, target: Target, language: str) -> Copied:
        """The page with relative links, without what needs a server."""
        root = markup.read(html)
        one = _OnePage(self, target, language)
        root.change(one.changed)
        if target.url.partition("?")[0] == self.search_address(language):
            one.put_search(root)
        one.finish(root)
        return Copied(self.persons.left_out(root.write()), one.targets)

    def search_address(self, language: str) -> str:
        """Where the search page lives."""
        with override(language):
            return reverse("search:page")

    def note(self, language: str, root: str) -> str:
        """The banner that says what this is; ``root`` leads to the top of the copy."""
        with override(language):
            context = {"day": self.day, "site": settings.BASE_URL, "host": urlsplit(settings.BASE_URL).netloc}
            index = self.plan.target(reverse("opendata:index"))
            context["index"] = f"{root}{index.file}" if index else ""
            return render_to_string("opendata/keeping/_note.html", context)


class _OnePage:
    """The work on one page."""

    def __init__(self, copier: Copier, target: Target, language: str) -> None:
        self.copier, self.target, self.language = copier, target, language
        self.targets: list[Target] = []
        self.root = "../" * target.file.count("/")

    def changed(self, element: Element) -> list[Element | str]:
        """What stands in the place of an element."""
        if "data-person" in element.attributes or element.classes & LEFT_OUT:
            return []
        if "practices-filters" in element.classes:
            return self._ways()
        for name in [name for name in element.attributes if SERVED_ONLY.match(name)]:
            del element.attributes[name]
        match element.name.lower():
            case "search-suggest":
                return element.content
            case "form":
                return self._form(element)
            case "a":
                return self._link(element)
            case "link":
                return self._head_link(element)
            case "meta":
                return [] if element.get("name") == "htmx-config" or element.get("property") == "og:url" else [element]
            case "script":
                return self._script(element)
        if element.name in EMPTIED and not element.attributes.keys() - {"class"} and is_empty(element):
            return []
        return self._with_addresses(element)

    def _ways(self) -> list[Element | str]:
        """In the place of choices that only the house can answer: the way to browse."""
        with override(self.language):
            index = self.where(reverse("opendata:index"))
            return [markup.read(render_to_string("opendata/keeping/_ways.html", {"index": index}))] if index else []

    def _with_addresses(self, element: Element) -> list[Element | str]:
        for name in ADDRESSES:
            address = element.get(name)
            if address and not address.startswith(("#", *NEVER_FOLLOWED)):
                where = self.where(address)
                if where is None:
                    return []
                element.attributes[name] = where
        return [element]

    def where(self, address: str) -> str | None:
        """The address as the copy writes it; None when the copy does not hold it."""
        if address.startswith(("#", *NEVER_FOLLOWED)) or not self.copier.plan.is_ours(address, self.target.url):
            return address
        found = self.copier.plan.target(address, self.target.url)
        if found is None:
            return None
        self.targets.append(found)
        anchor = urlsplit(address).fragment
        path = relative(found.file, self.target.file)
        return f"{path}#{anchor}" if anchor else path

    def _link(self, element: Element) -> list[Element | str]:
        if "href" not in element.attributes:
            return [element]
        where = self.where(element.get("href"))
        if where is not None:
            element.attributes["href"] = where
            return [element]
        match = match_of(urlsplit(element.get("href")).path)
        if "ds-button" in element.classes or (match and match.view_name in TAKEN_AWAY):
            return []
        return [Element("span", {}, element.content)]

    def _head_link(self, element: Element) -> list[Element | str]:
        kinds = set(element.get("rel").split())
        if kinds & {"canonical"} or not kinds & HEAD_LINKS or "hreflang" in element.attributes:
            return []
        if element.get("type") in ("application/json+oembed", "application/atom+xml"):
            return []
        where = self.where(element.get("href"))
        if where is None:
            return []
        if where.endswith("/data.jsonld"):
            element.attributes["type"] = "application/ld+json"
        element.attributes["href"] = where
        return [element]

    def _script(self, element: Element) -> list[Element | str]:
        if "src" not in element.attributes:
            return [element] if element.get("type") == "application/ld+json" else []
        return [] if "htmx" in element.get("src") else self._with_addresses(element)

    def _form(self, element: Element) -> list[Element | str]:
        """A search form asks the copy's own search page; of any other form only what can be read stays."""
        if element.get("method").lower() == "post":
            return []
        if element.has(lambda part: part.name == "input" and part.get("name") == "q"):
            return self._search_form(element)
        element.change(lambda part: [] if part.name in CONTROLS or part.get("type") == "submit" else [part])
        has_more = element.has(lambda part: part.name in ("a", "li", "table", "h2", "h3"))
        return element.content if has_more else []

    def _search_form(self, element: Element) -> list[Element | str]:
        found = self.copier.plan.target(self.copier.search_address(self.language))
        if found is None:
            return []
        self.targets.append(found)
        element.attributes["action"] = relative(found.file, self.target.file)
        kept = {part.get("id") for part in element.walk() if part.get("name") == "q"}

        def only_words(part: Element) -> list[Element | str]:
            is_other = part.name in CONTROLS and part.get("name") != "q"
            is_its_label = part.name == "label" and part.get("for") in kept
            is_submit = part.name == "button" and part.get("type") in ("", "submit")
            return [] if is_other and not is_its_label and not is_submit else [part]

        element.change(only_words)
        return [element]

    def _in_the_copy(self, element: Element) -> list[Element | str]:
        """Icons are ours; other addresses of the part are the copy's own already."""
        return self._with_addresses(element) if element.name == "use" else [element]

    def put_search(self, root: Element) -> None:
        """The copy's own search in the place of the page's main part."""
        main = root.first(lambda element: element.get("id") == "main")
        if main is None:
            return
        script = f"{settings.STATIC_URL}ui/build/kept-search.js"
        with override(self.language):
            index = self.where(reverse("opendata:index")) or ""
            context = {
                "root": self.root,
                "language": self.language,
                "index": index,
                "script": self.where(versioned(script)),
            }
            part = markup.read(render_to_string("opendata/keeping/_search.html", context))
            part.change(self._in_the_copy)
            main.content = [part]

    def finish(self, root: Element) -> None:
        """The banner, the policy that no server sends, and icons of the copy."""
        head = root.first(lambda element: element.name == "head")
        if head is not None:
            policy = Element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
            head.content[1:1] = [policy, "\n"]
        sheet = root.first(lambda element: "sheet" in element.classes)
        if sheet is not None:
            sheet.content.insert(0, self.copier.note(self.language, self.root))


def is_empty(element: Element) -> bool:
    """True when nothing is left to read or look at; a term without its description counts as nothing."""
    parts = [part for part in element.content if isinstance(part, Element) or part.strip()]
    if element.name == "div" and len(parts) == 1 and isinstance(parts[0], Element) and parts[0].name == "dt":
        return True
    return element.is_blank and not element.has(lambda part: part.name in ("svg", "img", "input", "i"))


def versioned(address: str) -> str:
    """A static address with its fingerprint."""
    from django.templatetags.static import static

    return static(address.removeprefix(settings.STATIC_URL))


def without_links(html: str, missing: Collection[str], page: str) -> str:
    """The page without links to files that the copy does not hold after all."""
    gone = {relative(file, page) for file in missing}
    root = markup.read(html)

    def changed(element: Element) -> list[Element | str]:
        address = next((element.get(name) for name in ADDRESSES if element.get(name)), "")
        if address.partition("#")[0] not in gone:
            return [element]
        is_words = element.name == "a" and "ds-button" not in element.classes
        return [Element("span", {}, element.content)] if is_words else []

    root.change(changed)
    return root.write()


def redirect_page(address: str, title: str, language: str, data: str = "") -> str:
    """A page that leads on to another one, with a link for those whose browser does not."""
    context = {"address": address, "title": title, "language": language, "data": data}
    with override(language):
        return render_to_string("opendata/keeping/redirect.html", context)
