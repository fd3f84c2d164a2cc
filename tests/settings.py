"""The service's settings, for tests: nothing of the developer's own is touched.

The broker's address is one where nobody listens, so that no test leans on a running service or
gives it work.
"""

import os

from config.environment import ROOT

os.environ.setdefault("VAR_ROOT", str(ROOT / "var" / "tests"))
os.environ.setdefault("REDIS_URL", "unix:///nobody/listens/here")
os.environ.setdefault("SECRET_KEY", "only for tests, where nobody signs in from outside")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
"""A test of the limits sets them."""
