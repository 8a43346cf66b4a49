"""Settings of a house, from the environment. docs/running.md lists them all."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.data_dir()
WORDS = Path(env.text("WORDS") or DATA / "words")  # word lists of search, packed at first use

SEARCH_KEPT_BYTES = env.number("SEARCH_MEMORY_MB", 192) * 1_000_000  # sets of terms, at most; 10,000 things need few

DEBUG = env.flag("DEBUG")
# Without a key of its own a house gets this one; `kotokaari check --deploy` refuses it.
INSECURE_SECRET_KEY = "insecure-key-for-development-and-tests-only"
SECRET_KEY = env.text("SECRET_KEY", INSECURE_SECRET_KEY)
ALLOWED_HOSTS = env.listed("HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.listed("ORIGINS")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SOURCE_CODE_URL = env.text("SOURCE_CODE_URL")
PUBLISHER = env.text("PUBLISHER", "Kotokaari")  # whose open data this is
DEMO = env.flag("DEMO")

INSTALLED_APPS = [
    "kotokaari.home.apps.HomeConfig",
    "kotokaari.opendata.apps.OpendataConfig",
    "kotokaari.following.apps.FollowingConfig",
    "kotokaari.decisions.apps.DecisionsConfig",
    "kotokaari.assessment.apps.AssessmentConfig",
    "kotokaari.panel.apps.PanelConfig",
    "kotokaari.submissions.apps.SubmissionsConfig",
    "kotokaari.calls.apps.CallsConfig",
    "kotokaari.rubrics.apps.RubricsConfig",
    "kotokaari.innovation.apps.InnovationConfig",
    "kotokaari.adoption.apps.AdoptionConfig",
    "kotokaari.exchange.apps.ExchangeConfig",
    "kotokaari.catalogue.apps.CatalogueConfig",
    "kotokaari.needs.apps.NeedsConfig",
    "kotokaari.people.apps.PeopleConfig",
    "kotokaari.vocabulary.apps.VocabularyConfig",
    "kotokaari.search.apps.SearchConfig",
    "kotokaari.arc.apps.ArcConfig",
    "kotokaari.live.apps.LiveConfig",
    "kotokaari.ui.apps.UiConfig",
    "kotokaari.foundation.apps.FoundationConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "kotokaari.foundation.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kotokaari.foundation.policy.PolicyMiddleware",
    "kotokaari.foundation.staticfiles.StaticFilesMiddleware",
    "kotokaari.foundation.pagecache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kotokaari.people.middleware.PreferencesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kotokaari.foundation.limits.LimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kotokaari.people.middleware.SessionActivityMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kotokaari.config.urls"
WSGI_APPLICATION = "kotokaari.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kotokaari.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "kotokaari.ui.templatetags.ui"],
        },
    },
]

FORM_RENDERER = "kotokaari.ui.forms.HouseRenderer"

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{DATA / 'kotokaari.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits for its turn instead of failing. FULL: what was acknowledged is on disk.
    # secure_delete: what was deleted (marks, secrets of a choice) is in no copy of the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    # What the address says (sslmode, …) stays.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.number("DATABASE_POOL", 10),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "house",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
if env.text("CACHE_URL"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("CACHE_URL")}

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:work"
LOGOUT_REDIRECT_URL = "home:front"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a forgotten session must not be enough to take an account over
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who changes a password or a key is told so by letter
ACCOUNT_ADAPTER = "kotokaari.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kotokaari.people.sign_in_forms.LoginForm",
    "signup": "kotokaari.people.sign_in_forms.SignupForm",
    "add_email": "kotokaari.people.sign_in_forms.AddEmailForm",
    "change_password": "kotokaari.people.sign_in_forms.ChangePasswordForm",
    "set_password": "kotokaari.people.sign_in_forms.SetPasswordForm",
    "reset_password": "kotokaari.people.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "kotokaari.people.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "kotokaari.people.sign_in_forms.ReauthenticateForm",
}
MFA_ADAPTER = "kotokaari.people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "kotokaari.people.sign_in_forms.CodeForm",
    "reauthenticate": "kotokaari.people.sign_in_forms.CodeAgainForm",
    "activate_totp": "kotokaari.people.sign_in_forms.ActivateForm",
}
SOCIALACCOUNT_ADAPTER = "kotokaari.people.adapters.SocialAccountAdapter"
ACCOUNT_SIGNUP_OPEN = env.flag("OPEN_SIGNUP")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
# Behind a proxy the address that limits count is the one the proxy tells.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
if env.text("OIDC_SERVER_URL"):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")  # here alone: it costs 5 MB
    # With this, a confirmed address from the provider opens the account that has it.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = env.flag("OIDC_TRUST_EMAIL")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": env.text("OIDC_ID", "oidc"),
                "name": env.text("OIDC_NAME", "OpenID Connect"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.text("OIDC_SERVER_URL")},
            }
        ]
    }

# The live door (docs/decisions/0030): a port of its own, and its address where a proxy stands before it.
LIVE_PORT = env.number("LIVE_PORT", 0)
LIVE_HOST = env.text("LIVE_HOST", "127.0.0.1")
LIVE_URL = env.text("LIVE_URL")

# Languages
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
LOCALE_PATHS: list[str] = []  # every room keeps its own words

# Files
STATIC_URL = "/static/"
STATIC_ROOT = None
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kotokaari.foundation.staticfiles.BuiltStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # served straight from the package: no collectstatic step
WHITENOISE_AUTOREFRESH = DEBUG
UPLOAD_LIMIT_BYTES = env.number("UPLOAD_LIMIT_MB", 20) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Mail
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.text("SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("SMTP_HOST")
    EMAIL_PORT = env.number("SMTP_PORT", 587)
    EMAIL_HOST_USER = env.text("SMTP_USER")
    EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
    EMAIL_USE_TLS = env.flag("SMTP_TLS", True)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Kotokaari <kotokaari@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", True)
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How often in a minute, 0 for any number: by address, once signed in by person (foundation/limits.py).
LIMITS = {
    "dear": env.number("LIMIT_DEAR", 120),
    "api": env.number("LIMIT_API", 600),
    "writes": env.number("LIMIT_WRITES", 300),
}
DEAR_VIEWS = {
    "arc:prov",
    "catalogue:card",
    "catalogue:list-csv",
    "catalogue:list-json",
    "catalogue:paper",
    "following:feed",
    "following:practices-feed",
    "innovation:open-report-data",
    "innovation:open-report-pdf",
    "innovation:report-data",
    "innovation:report-docx",
    "innovation:report-pdf",
    "embed",
    "oembed",
    "open-data-file",
    "opendata:letter",
    "search:page",
    "sitemap-part",
    "vocabulary:export",
}
LIMIT_TEMPLATE = "home/429.html"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
if env.text("OIDC_SERVER_URL"):
    # The sign-in form leads on to the provider, and browsers watch where forms lead.
    provider = urlsplit(env.text("OIDC_SERVER_URL"))
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{provider.scheme}://{provider.netloc}")
# All four follow from KOTOKAARI_BASE_URL; our own check says it in those words (foundation/checks.py).
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
CSRF_FAILURE_VIEW = "kotokaari.home.views.csrf_failure"

LOGGING_CONFIG = "kotokaari.foundation.logs.configure"
LOGGING = {"json": not DEBUG and env.flag("LOG_JSON", True), "level": env.text("LOG_LEVEL", "INFO")}
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
