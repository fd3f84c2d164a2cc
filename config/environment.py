"""Reads the settings that come from the environment.

A wrong value ends the process with one line that says which variable and why. The value itself is
never printed: it may hold a password.
"""

import os
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

ROOT = Path(__file__).resolve().parent.parent  # what a relative path in a setting starts from
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
HOST_NAME = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def stop(variable: str, why: str) -> NoReturn:
    """End the process with one line on standard error and exit status 1."""
    raise SystemExit(f"{variable}: {why}")


def text(variable: str) -> str:
    """The variable without spaces at its ends; empty when it is not set."""
    return os.environ.get(variable, "").strip()


def switch(variable: str) -> bool:
    """A setting that is on or off; off when it is not set."""
    value = text(variable).lower()
    if value and value not in YES | NO:
        stop(variable, "say on or off (also yes, no, true, false, 1 or 0).")
    return value in YES


def port() -> int:
    """The port that the web server of ``make run`` listens on."""
    value = text("PORT") or "8000"
    if not value.isdecimal() or not 0 < int(value) < 65536:
        stop("PORT", "write a number from 1 to 65535.")
    return int(value)


def number(variable: str, default: int, *, most: int) -> int:
    """A whole number from nought (from one, where the default is) to a bound."""
    value, least = text(variable) or str(default), min(default, 1)
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
        stop(variable, f"write a whole number from {least} to {most}.")
    return int(value)


def folder(variable: str, default: Path) -> Path:
    """A folder that this user can write in. It is made where it is missing, for its owner only."""
    path = ROOT / (text(variable) or default)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        stop(variable, f"{path} is not a folder.")
    except OSError as error:
        stop(variable, f"the folder {path} cannot be made ({error.strerror}).")
    if not os.access(path, os.W_OK | os.X_OK):
        stop(variable, f"this user may not write in {path}.")
    return path


def base_url() -> str:
    """Where people reach the service: a scheme and a host, perhaps a port, no path."""
    url = text("BASE_URL") or f"http://127.0.0.1:{port()}"
    parts = _split(url)
    fits = parts and parts.scheme in ("http", "https") and parts.hostname
    if not parts or not fits or parts[2:] not in (("", "", ""), ("/", "", "")) or parts.username:
        stop("BASE_URL", "write it as https://grants.example.org, with nothing after the host.")
    return f"{parts.scheme}://{parts.netloc}"


def allowed_hosts(base: str) -> list[str]:
    """The host names that are answered: by default this machine's and the base address's."""
    hosts = [host.strip() for host in text("ALLOWED_HOSTS").split(",") if host.strip()]
    if not all(HOST_NAME.fullmatch(host) for host in hosts):
        stop("ALLOWED_HOSTS", "write host names with commas between, without scheme or port.")
    own = urlsplit(base).hostname or ""
    return hosts or ["localhost", "127.0.0.1", "[::1]", f"[{own}]" if ":" in own else own]


def database(default: Path) -> dict[str, Any]:
    """The database: an SQLite file or a PostgreSQL."""
    url = text("DATABASE_URL") or f"sqlite:///{default}"
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return _sqlite(url)
    if scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    stop("DATABASE_URL", "it begins with sqlite:/// or postgresql://.")


def _sqlite(url: str) -> dict[str, Any]:
    """Money is on its way to the disk when a commit returns; writers queue for up to a minute."""
    name = url.removeprefix("sqlite:///")
    path = ROOT / name
    if name == url or not name or ":memory:" in name or "?" in name:
        stop("DATABASE_URL", "name a file, as in sqlite:////srv/grants/grants.sqlite3.")
    if not path.parent.is_dir() or path.is_dir():
        stop("DATABASE_URL", f"{path} is a folder, or there is no folder to put it in.")
    pragmas = ("journal_mode = WAL", "synchronous = FULL", "recursive_triggers = ON")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 60,
            "transaction_mode": "IMMEDIATE",
            "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = Env.db_url_config(url)
    except (ValueError, ImproperlyConfigured):
        config = {}
    if not config.get("NAME"):
        stop("DATABASE_URL", "write it as postgresql://user:password@host:5432/name.")
    return {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **config}


def redis_url(embedded: Path) -> str:
    """Where the broker is: the embedded one's socket unless another is named."""
    url = text("REDIS_URL") or f"unix://{embedded}"
    parts = _split(url)
    fits = parts and (parts.hostname if parts.scheme in ("redis", "rediss") else parts.path)
    if not parts or not fits or parts.scheme not in ("redis", "rediss", "unix"):
        stop("REDIS_URL", "write it as redis://host:6379/0, rediss://… or unix:///path/to/socket.")
    return url


def email(outbox: Path) -> dict[str, Any]:
    """Django's email settings: by default each message becomes a file in the outbox."""
    url = text("EMAIL_URL") or f"filemail:///{outbox}"
    try:
        config: dict[str, Any] = Env.email_url_config(url)
    except (ValueError, KeyError, ImproperlyConfigured):
        config = {}
    by_smtp = config.get("EMAIL_BACKEND") == SMTP
    if not config or "OPTIONS" in config or (by_smtp and not config["EMAIL_HOST"]):
        stop("EMAIL_URL", "write it as smtp+tls://user:password@host:587 or filemail:////folder.")
    config["EMAIL_FILE_PATH"] = str(ROOT / config["EMAIL_FILE_PATH"])
    if by_smtp:
        config["EMAIL_PORT"] = config["EMAIL_PORT"] or (465 if "EMAIL_USE_SSL" in config else 587)
        config["EMAIL_TIMEOUT"] = 20
    return config


def clamav_url() -> str:
    """Where the virus scanner is; nothing where files are not scanned."""
    url = text("CLAMAV_URL")
    parts = _split(url) if url else None
    if url and not (
        parts
        and (
            (parts.scheme == "tcp" and parts.hostname and not parts.path.strip("/"))
            or (parts.scheme == "unix" and parts.path and not parts.netloc)
        )
    ):
        stop("CLAMAV_URL", "write it as tcp://host:3310 or unix:///path/to/clamd.ctl.")
    return url


def notify() -> dict[str, str]:
    """The key, the template and the address of GOV.UK Notify, where it sends the emails; else nothing."""
    key, template, url = text("NOTIFY_API_KEY"), text("NOTIFY_TEMPLATE"), text("NOTIFY_URL")
    if not key and not template:
        return {}
    uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    if not re.fullmatch(rf".*{uuid}-{uuid}", key):
        stop(
            "NOTIFY_API_KEY", "write the whole key as Notify shows it: a name and two identifiers."
        )
    if not re.fullmatch(uuid, template):
        stop("NOTIFY_TEMPLATE", "write the template's identifier as Notify shows it.")
    parts = _split(url) if url else None
    if url and not (parts and parts.scheme in ("http", "https") and parts.hostname):
        stop("NOTIFY_URL", "write it as https://notify.example.org.")
    return {"key": key, "template": template, "url": url}


def oidc() -> dict[str, Any]:
    """The council's own sign-in (OpenID Connect), as the sign-in takes it; else nothing.

    The provider is believed about the addresses of ``OIDC_DOMAINS`` and no others.
    """
    given = {name: text(f"OIDC_{name}") for name in ("ISSUER", "CLIENT_ID", "SECRET", "DOMAINS")}
    if not any(given.values()):
        return {}
    parts = _split(given["ISSUER"])
    if not parts or parts.scheme != "https" or not parts.hostname or parts.query or parts.username:
        stop("OIDC_ISSUER", "write it as https://login.example.org/tenant/v2.0.")
    for name in ("CLIENT_ID", "SECRET"):
        if not given[name]:
            stop(f"OIDC_{name}", "write what the council's administrator gave you.")
    domains = [domain.strip().lower() for domain in given["DOMAINS"].split(",") if domain.strip()]
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        stop("OIDC_DOMAINS", "write the domains of its email addresses, as in council.gov.uk.")
    return {
        "provider_id": "council",
        "name": text("OIDC_NAME") or "your council account",
        "client_id": given["CLIENT_ID"],
        "secret": given["SECRET"],
        "settings": {"server_url": given["ISSUER"].rstrip("/"), "verified_email": domains},
    }


def origins(council: dict[str, Any]) -> list[str]:
    """Where a form may lead besides here: the council's sign-in, where there is one."""
    if not council:
        return []
    parts = urlsplit(council["settings"]["server_url"])
    return [f"{parts.scheme}://{parts.netloc}"]


def _split(url: str) -> SplitResult | None:
    """The parts of an address; nothing when it is not one."""
    try:
        parts = urlsplit(url)
        return None if parts.port == 0 else parts
    except ValueError:
        return None
