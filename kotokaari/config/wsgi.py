"""The server's front door for pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotokaari.config.settings")
application = get_wsgi_application()
