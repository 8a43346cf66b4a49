"""What can be computed about a practice record in plain Python, without the database."""

from .completeness import Completeness, Missing, completeness
from .data import record_from_data, sources_from_data
from .difference import Change, Piece, compare, word_difference
from .freshness import unconfirmed_since
from .sheet import (
    bare,
    fields_in,
    form_values,
    label_of,
    rows_of,
    same_values,
    stored,
    understand,
    values_of_record,
    with_rows,
)
from .texts import (
    TextAt,
    digest,
    get_text,
    new_item_id,
    readable_languages,
    set_text,
    split,
    texts_of,
    tidy,
)
from .typed import NotUnderstood, parse, typed

__all__ = [
    "Change",
    "Completeness",
    "Missing",
    "NotUnderstood",
    "Piece",
    "TextAt",
    "bare",
    "compare",
    "completeness",
    "digest",
    "fields_in",
    "form_values",
    "get_text",
    "label_of",
    "new_item_id",
    "parse",
    "readable_languages",
    "record_from_data",
    "rows_of",
    "same_values",
    "set_text",
    "sources_from_data",
    "split",
    "stored",
    "texts_of",
    "tidy",
    "typed",
    "unconfirmed_since",
    "understand",
    "values_of_record",
    "with_rows",
    "word_difference",
]
