from typing import Any

from django.db import migrations


def install(apps: Any, schema_editor: Any) -> None:
    from kotokaari.submissions import guards

    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_eligibility_reason")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
