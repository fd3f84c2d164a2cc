"""The service's settings. What differs between deployments comes from the environment."""

from typing import Any

from csp.constants import NONE, SELF

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "base.headers.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "base.headers.NotKept",
    "django.middleware.common.CommonMiddleware",
    "base.uploads.Limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SessionEnds",
    "people.middleware.EnoughProof",
    "base.middleware.Refusals",
    "people.middleware.RefusalsTrail",
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
                "people.context.sign_in",
            ],
        },
    }
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # another one is a line here and a folder under locale/
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# People

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS.append(
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Signing in: docs/sign-in.md. A code by email for applicants and panel members; a password and a
# second factor for staff (people.gate).

SECOND_FACTOR_FOR_ALL = environment.switch("SECOND_FACTOR_FOR_ALL")
SESSION_IDLE_SECONDS = environment.number("SESSION_IDLE_MINUTES", 30, most=24 * 60) * 60
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12, most=7 * 24) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OIDC = environment.oidc()
OIDC_SECOND_FACTOR = environment.switch("OIDC_SECOND_FACTOR")
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", 0, most=9)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_ADAPTER = "notices.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "people.forms.PasswordSignInForm",
    "signup": "people.forms.SignUpForm",
    "request_login_code": "people.forms.AskForCodeForm",
    "confirm_login_code": "people.forms.SignInCodeForm",
    "confirm_email_verification_code": "people.forms.SignUpCodeForm",
    "confirm_password_reset_code": "people.forms.PasswordCodeForm",
    "reset_password": "people.forms.ForgottenForm",
    "reset_password_from_key": "people.forms.NewPasswordForm",
    "set_password": "people.forms.SetPasswordForm",
    "change_password": "people.forms.ChangePasswordForm",
    "reauthenticate": "people.forms.ConfirmByPasswordForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "people.forms.SecondFactorForm",
    "reauthenticate": "people.forms.ConfirmByAppForm",
    "activate_totp": "people.forms.SetUpAppForm",
    "deactivate_totp": "people.forms.RemoveAppForm",
    "add_webauthn": "people.forms.AddPasskeyForm",
}
MFA_TOTP_ISSUER = "Safer grants"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute out
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
SOCIALACCOUNT_ADAPTER = "people.council.CouncilAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC] if OIDC else []}}

# Safety on the way. gunicorn believes a proxy on this machine about https, and no other unless
# FORWARDED_ALLOW_IPS names it; so no header is believed here.

ON_HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ON_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ON_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ON_HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "base.kept.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture of a second factor's secret is never a file
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *environment.origins(OIDC)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Files. What people upload is kept outside the web root, readable by this user alone; no request is
# read beyond MOST_UPLOAD_BYTES (see base.uploads).

CLAMAV_URL = environment.clamav_url()
MOST_UPLOAD_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# The money page has two boxes for each undecided bid, and a round may have thousands.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STATIC_URL = "static/"
STATIC_ROOT = VAR_ROOT / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The cache is shared by all processes: it counts the tries to sign in.

CACHES = {
    "default": {
        "BACKEND": "config.cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "safer-grants:cache",
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
    }
}

# Logs go to standard error, where the supervisor or the system's own service manager keeps them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
