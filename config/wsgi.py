"""The WSGI application, for gunicorn.

The addresses are read here, before the workers are made: what they bring in is then shared by all of
them, and the first page is not slower than the others.
"""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
