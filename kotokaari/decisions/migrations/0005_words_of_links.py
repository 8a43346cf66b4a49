"""Links that were tied before each step had its own word: call, submission, decision, practice."""

from django.db import migrations


def put_into_words(apps, schema_editor):
    Link = apps.get_model("arc", "Link")
    Decision = apps.get_model("decisions", "Decision")
    Submission = apps.get_model("submissions", "Submission")

    def tie(first, type, second):
        (first_kind, one, first_order), (second_kind, two, second_order) = first, second
        Link.objects.get_or_create(
            type=type, first=one, second=two,
            defaults={"first_kind": first_kind, "first_order": first_order, "second_kind": second_kind,
                      "second_order": second_order},
        )  # fmt: skip

    Link.objects.filter(first_kind="panel-decision", type="grew_from", second_kind="call").delete()
    Link.objects.filter(first_kind="panel-decision", type="answers", second_kind="submission").delete()
    for sent in Submission.objects.filter(current__isnull=False).select_related("call"):
        tie(("submission", sent.uuid, -1), "answers", ("call", sent.call.uuid, 6))
    decisions = Decision.objects.select_related("submission__call", "practice")
    for decision in decisions.exclude(answered_at=None, published_at=None):
        sent, call = decision.submission, ("call", decision.submission.call.uuid, 6)
        own = ("panel-decision", decision.uuid, 6)
        tie(("submission", sent.uuid, -1), "judged_by", own)
        if decision.published_at and decision.practice:
            practice = ("practice", decision.practice.uuid, 5)
            tie(own, "follows", call)
            tie(practice, "answers", call)
            if not Link.objects.filter(first=sent.uuid, type="grew_from", second=practice[1]).exists():
                tie(practice, "grew_from", ("submission", sent.uuid, -1))


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0004_letters_sent_in_bulk"),
        ("submissions", "0003_what_was_sent_is_fixed"),
        ("arc", "0001_first"),
    ]

    operations = [migrations.RunPython(put_into_words, migrations.RunPython.noop)]
