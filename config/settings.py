"""The service's settings. What differs between deployments comes from the environment."""

from config import environment
from config.embedded import socket_path
from config.secret import secret_key

BASE_DIR = environment.ROOT
VAR_ROOT = environment.folder("VAR_ROOT", BASE_DIR / "var")
MEDIA_ROOT = environment.folder("MEDIA_ROOT", VAR_ROOT / "media")

DEBUG = environment.switch("DEBUG")
PORT = environment.port()
BASE_URL = environment.base_url()
ALLOWED_HOSTS = environment.allowed_hosts(BASE_URL)
DATABASES = {"default": environment.database(VAR_ROOT / "grants.sqlite3")}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
SECRET_KEY = secret_key(VAR_ROOT / "secret_key", on_one_machine=ON_SQLITE)
REDIS_URL = environment.redis_url(socket_path(VAR_ROOT))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL") or "grants@localhost"
vars().update(environment.email(VAR_ROOT / "outbox"))
NOTIFY = environment.notify()
if NOTIFY:
    EMAIL_BACKEND = "notices.notify.NotifyBackend"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_fsm",
    "ui",
    "base",
    "people",
    "notices",
    "rounds",
    "funds",
    "bids",
    "scoring",
    "awards",
    "monitoring",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "base.uploads.Limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "base.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "monitoring.navigation.navigation",
            ],
        },
    }
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# People

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Safety on the way. gunicorn believes a proxy on this machine about https, and no other unless
# FORWARDED_ALLOW_IPS names it; so no header is believed here.

ON_HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ON_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ON_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ON_HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "base.kept.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Files. What people upload is kept outside the web root, readable by this user alone; no request is
# read beyond MOST_UPLOAD_BYTES (see base.uploads).

CLAMAV_URL = environment.clamav_url()
MOST_UPLOAD_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STATIC_URL = "static/"
STATIC_ROOT = VAR_ROOT / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The cache is each process's own memory, so that no broker's absence can fail a request.

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Logs go to standard error, where the supervisor or the system's own service manager keeps them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
