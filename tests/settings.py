"""The settings of a house under test: a data folder of its own, packed words shared, quick passwords, quiet logs."""

import os
import tempfile
from pathlib import Path

# Packed once for all runs: it takes seconds and never changes.
os.environ.setdefault("KOTOKAARI_WORDS", str(Path(__file__).resolve().parent.parent / "var" / "words"))
MADE_FOR_TESTS = os.environ["KOTOKAARI_DATA"] = tempfile.mkdtemp(prefix="kotokaari-test-")
os.environ.setdefault("KOTOKAARI_LOG_LEVEL", "ERROR")

from kotokaari.config.settings import *  # noqa: F403

INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")  # noqa: F405 - as with an OIDC provider
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
