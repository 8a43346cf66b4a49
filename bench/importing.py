"""How quick practices are taken in: ``python -m bench.importing FILE`` makes a house and imports the file with its command."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import time


def main() -> None:
    """Print what the command answers, with the seconds it took."""
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-house-") as folder:
        os.environ.setdefault("KOTOKAARI_DATABASE_URL", f"sqlite:///{folder}/kotokaari.sqlite3")
        os.environ |= {"KOTOKAARI_DATA": folder, "KOTOKAARI_LOG_LEVEL": "ERROR", "KOTOKAARI_SECRET_KEY": "x" * 50}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotokaari.config.settings")
        import django
        from django.core.management import call_command

        from kotokaari.cli import main as kotokaari

        django.setup()
        call_command("migrate", verbosity=0)
        from kotokaari.people.public import load_house_places
        from kotokaari.vocabulary.public import load_house_vocabulary

        load_house_vocabulary(by=None)
        load_house_places(by=None)
        answer = io.StringIO()
        began = time.perf_counter()
        with contextlib.redirect_stdout(answer):
            code = kotokaari(["import", "practices", sys.argv[1], "--json"])
        seconds = time.perf_counter() - began
    if code:
        raise SystemExit(code)
    print(json.dumps({**json.loads(answer.getvalue()), "seconds": seconds}))


if __name__ == "__main__":
    main()
