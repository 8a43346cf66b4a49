"""One row a thing instead of one a language. The index is made anew: ``kotokaari search rebuild``."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import kotokaari.search.models

SQLITE = (
    'CREATE VIRTUAL TABLE search_words USING fts5(title, summary, concepts, body, detail=column, '
    'tokenize="unicode61 remove_diacritics 0")',
)
POSTGRESQL = (
    "CREATE TABLE search_words (entry_id bigint PRIMARY KEY, title tsvector NOT NULL, summary tsvector NOT NULL,"
    " concepts tsvector NOT NULL, body tsvector NOT NULL)",
    *(
        f"CREATE INDEX search_words_{column} ON search_words USING gin ({column}) WITH (fastupdate = off)"
        for column in ("title", "summary", "concepts", "body")
    ),
)


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute("DROP TABLE search_words")
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]

    operations = [
        migrations.RunPython(make),
        migrations.DeleteModel("Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("thing", models.UUIDField(db_index=True)),
                ("is_public", models.BooleanField(default=True)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("facets", models.TextField(blank=True, help_text="one value a line: theme language-learning")),
                ("fresh", models.IntegerField(default=0, help_text="the day it was last known to be so, as an ordinal; 0 unknown")),
                ("used", models.PositiveIntegerField(default=0, help_text="independent users")),
                ("fingerprint", models.CharField(help_text="changes when what was indexed does", max_length=12)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("kind", "thing"), name="one_entry_a_thing")]},
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="search.entry")),
                ("language", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=300)),
                ("folded", models.CharField(db_index=True, help_text="the title as it is typed, for suggestions", max_length=120)),
                ("body", models.TextField(blank=True, help_text="plain text a passage is shown from")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("entry", "language"), name="one_wording_a_language")]},
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BigIntegerField()),
                ("mark", models.BigIntegerField(default=kotokaari.search.models.new_mark, help_text="drawn anew: numbers come again after a rollback")),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=60)),
                ("language", models.CharField(max_length=12)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("text", "language"), name="one_word_a_language")]},
        ),
        migrations.CreateModel(
            name="Unanswered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.CharField(max_length=120, unique=True)),
                ("text", models.CharField(help_text="as it was first typed", max_length=120)),
                ("language", models.CharField(max_length=12)),
                ("count", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0, help_text="how many left it behind as a need on purpose")),
                ("note", models.TextField(blank=True, help_text="what people added, a line each")),
                ("place", models.CharField(blank=True, help_text="code of the place a need was left for last", max_length=40)),
                ("first_on", models.DateField(default=django.utils.timezone.localdate)),
                ("last_on", models.DateField(default=django.utils.timezone.localdate)),
                ("settled_on", models.DateField(blank=True, help_text="when a specialist had seen to it", null=True)),
            ],
            options={"ordering": ["-told", "-count", "-last_on"]},
        ),
    ]
