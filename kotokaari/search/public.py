"""What other rooms may use of search.

A room that wants to be found registers its things and tells of every change:

    register_source("practice", documents_for, all_uuids, may_see)     # in AppConfig.ready
    index("practice", [practice.uuid])                                 # in an action, inside its transaction
    remove("practice", practice.uuid)
    find("kielikahvila", "fi", kinds=["practice"], user=request.user)  # → Hits
    find_all("kielikahvila", "fi", "practice")                         # → every uuid, for lists that count
"""

from .analysis import Analysed, analyse, fold, is_stop_word, tokens
from .extras import register_search_extra
from .indexing import Rebuilt, all_at_once, index, rebuild, remove
from .needs import Need, leave_need, settle_need, unanswered
from .queries import Hit, Hits, find, find_all
from .registry import (
    Document,
    Expansion,
    QueryWord,
    WayOn,
    register_expander,
    register_facet,
    register_source,
    register_ways_on,
    sources,
)
from .shelf import as_set, members
from .words import prepare

__all__ = [
    "Analysed",
    "Document",
    "Expansion",
    "Hit",
    "Hits",
    "Need",
    "QueryWord",
    "Rebuilt",
    "WayOn",
    "all_at_once",
    "analyse",
    "as_set",
    "find",
    "find_all",
    "fold",
    "index",
    "is_stop_word",
    "leave_need",
    "members",
    "prepare",
    "rebuild",
    "register_expander",
    "register_facet",
    "register_search_extra",
    "register_source",
    "register_ways_on",
    "remove",
    "settle_need",
    "sources",
    "tokens",
    "unanswered",
]
