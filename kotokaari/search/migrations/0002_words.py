"""The table of terms, of each database's own kind: FTS5 or tsvector with GIN."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE search_words USING fts5(title, concepts, body, tokenize=\"unicode61 remove_diacritics 0\")"
POSTGRESQL = (
    "CREATE TABLE search_words ("
    " entry_id bigint PRIMARY KEY REFERENCES search_entry (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,"
    " words tsvector NOT NULL)",
    "CREATE INDEX search_words_gin ON search_words USING gin (words) WITH (fastupdate = off)",
)


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first")]

    operations = [migrations.RunPython(make, drop)]
