"""Every setting: what it takes, and the one line that a wrong value ends with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import environment

READERS: dict[str, Callable[[Path], Any]] = {
    "ALLOWED_HOSTS": lambda _: environment.allowed_hosts("http://127.0.0.1:8000"),
    "BASE_URL": lambda _: environment.base_url(),
    "CLAMAV_URL": lambda _: environment.clamav_url(),
    "DATABASE_URL": lambda var: environment.database(var / "grants.sqlite3"),
    "DEBUG": lambda _: environment.switch("DEBUG"),
    "EMAIL_URL": lambda var: environment.email(var / "outbox"),
    "MEDIA_ROOT": lambda var: environment.folder("MEDIA_ROOT", var / "media"),
    "NOTIFY_API_KEY": lambda _: environment.notify(),
    "OIDC_CLIENT_ID": lambda _: environment.oidc(),
    "OIDC_DOMAINS": lambda _: environment.oidc(),
    "OIDC_ISSUER": lambda _: environment.oidc(),
    "OIDC_SECRET": lambda _: environment.oidc(),
    "PORT": lambda _: environment.port(),
    "SESSION_HOURS": lambda _: environment.number("SESSION_HOURS", 12, most=168),
    "TRUSTED_PROXIES": lambda _: environment.number("TRUSTED_PROXIES", 0, most=9),
    "REDIS_URL": lambda var: environment.redis_url(var / "valkey.sock"),
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (*READERS, "VAR_ROOT"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("ALLOWED_HOSTS", "https://grants.example.org", "write host names"),
        ("ALLOWED_HOSTS", "grants.example.org:443", "write host names"),
        ("ALLOWED_HOSTS", "one.example two.example", "write host names"),
        ("NOTIFY_API_KEY", "a key without identifiers", "write the whole key"),
        ("BASE_URL", "grants.example.org", "write it as https://"),
        ("BASE_URL", "ftp://grants.example.org", "write it as https://"),
        ("BASE_URL", "https://", "write it as https://"),
        ("BASE_URL", "https://grants.example.org/grants", "nothing after the host"),
        ("BASE_URL", "https://grants.example.org?a=b", "nothing after the host"),
        ("BASE_URL", "https://hidden@grants.example.org", "nothing after the host"),
        ("BASE_URL", "https://grants.example.org:99999", "write it as https://"),
        ("CLAMAV_URL", "localhost:3310", "write it as tcp://"),
        ("CLAMAV_URL", "tcp://host:port", "write it as tcp://"),
        ("CLAMAV_URL", "tcp://host:3310/path", "write it as tcp://"),
        ("CLAMAV_URL", "unix://", "write it as tcp://"),
        ("CLAMAV_URL", "unix://host/clamd.ctl", "write it as tcp://"),
        (
            "DATABASE_URL",
            "mysql://u:hidden@host/name",
            "it begins with sqlite:/// or postgresql://",
        ),
        ("DATABASE_URL", "grants", "it begins with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "sqlite://:memory:", "name a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "name a file"),
        ("DATABASE_URL", "sqlite:///", "name a file"),
        ("DATABASE_URL", "sqlite:////no/such/folder/grants.sqlite3", "no folder to put it in"),
        ("DATABASE_URL", "sqlite:////tmp", "is a folder"),
        ("DATABASE_URL", "postgresql://u:hidden@host:port/name", "write it as postgresql://"),
        ("DATABASE_URL", "postgresql://u:hidden@host:5432", "write it as postgresql://"),
        ("DEBUG", "maybe", "say on or off"),
        ("EMAIL_URL", "pigeon://u:hidden@host", "write it as smtp+tls://"),
        ("EMAIL_URL", "smtp://", "write it as smtp+tls://"),
        ("EMAIL_URL", "smtp+tls://u:hidden@host:port", "write it as smtp+tls://"),
        ("EMAIL_URL", "smtp+tls://u:hidden@host?colour=blue", "write it as smtp+tls://"),
        ("MEDIA_ROOT", "/dev/null", "is not a folder"),
        ("MEDIA_ROOT", "/dev/null/media", "cannot be made"),
        ("OIDC_ISSUER", "http://login.example.org", "write it as https://"),
        ("OIDC_ISSUER", "login.example.org", "write it as https://"),
        ("SESSION_HOURS", "0", "a whole number from 1 to 168"),
        ("SESSION_HOURS", "a day", "a whole number from 1 to 168"),
        ("TRUSTED_PROXIES", "10", "a whole number from 0 to 9"),
        ("PORT", "http", "a number from 1 to 65535"),
        ("PORT", "0", "a number from 1 to 65535"),
        ("PORT", "65536", "a number from 1 to 65535"),
        ("REDIS_URL", "localhost:6379", "write it as redis://"),
        ("REDIS_URL", "amqp://u:hidden@host", "write it as redis://"),
        ("REDIS_URL", "redis://:hidden@host:port", "write it as redis://"),
        ("REDIS_URL", "redis:///0", "write it as redis://"),
        ("REDIS_URL", "unix://", "write it as redis://"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(
    variable: str, value: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as stopped:
        READERS[variable](tmp_path)
    line = str(stopped.value)
    assert line.startswith(f"{variable}: ")
    assert why in line
    assert "\n" not in line
    assert "hidden" not in line, "a password was printed"


def test_without_any_setting_all_stays_on_this_machine(tmp_path: Path) -> None:
    assert environment.base_url() == "http://127.0.0.1:8000"
    assert environment.allowed_hosts("http://127.0.0.1:8000")[:3] == [
        "localhost",
        "127.0.0.1",
        "[::1]",
    ]
    assert environment.database(tmp_path / "x.sqlite3")["NAME"] == str(tmp_path / "x.sqlite3")
    assert environment.redis_url(tmp_path / "s.sock") == f"unix://{tmp_path}/s.sock"
    email = environment.email(tmp_path / "outbox")
    assert email["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert email["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
    assert environment.switch("DEBUG") is False


def test_the_port_is_part_of_the_default_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8001")
    assert environment.base_url() == "http://127.0.0.1:8001"


def test_the_base_address_is_answered_without_naming_it_again() -> None:
    assert "grants.example.org" in environment.allowed_hosts("https://grants.example.org:8443")
    assert "[::2]" in environment.allowed_hosts("http://[::2]:8000")


def test_hosts_that_are_named_are_the_only_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, .b.example ,[::1]")
    assert environment.allowed_hosts("http://c.example") == ["a.example", ".b.example", "[::1]"]


def test_a_postgresql_is_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p%40ss@db.example:5433/grants")
    config = environment.database(tmp_path)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    parts = (config["USER"], config["PASSWORD"], config["HOST"], config["PORT"], config["NAME"])
    assert parts == ("u", "p@ss", "db.example", 5433, "grants")


def test_a_relative_path_starts_from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///tests/x.sqlite3")
    monkeypatch.setenv("EMAIL_URL", "filemail:///letters")
    assert environment.database(Path("/"))["NAME"] == str(environment.ROOT / "tests/x.sqlite3")
    assert environment.email(Path("/"))["EMAIL_FILE_PATH"] == str(environment.ROOT / "letters")


@pytest.mark.parametrize(
    ("url", "port", "secured"),
    [
        ("smtp+tls://u:p@mail.example", 587, "EMAIL_USE_TLS"),
        ("smtp+ssl://u:p@mail.example", 465, "EMAIL_USE_SSL"),
        ("smtp+tls://u:p@mail.example:2525", 2525, "EMAIL_USE_TLS"),
    ],
)
def test_mail_by_smtp(url: str, port: int, secured: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    config = environment.email(Path("/outbox"))
    assert (config["EMAIL_HOST"], config["EMAIL_PORT"], config[secured]) == (
        "mail.example",
        port,
        True,
    )
    assert config["EMAIL_TIMEOUT"] == 20


def test_a_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    made = environment.folder("VAR_ROOT", tmp_path / "var")
    assert made.stat().st_mode & 0o777 == 0o700


COUNCIL = {
    "OIDC_ISSUER": "https://login.example.org/tenant/v2.0/",
    "OIDC_CLIENT_ID": "our-client",
    "OIDC_SECRET": "hidden",
    "OIDC_DOMAINS": "Council.gov.uk, borough.gov.uk",
}


def test_without_its_settings_there_is_no_council_sign_in() -> None:
    assert environment.oidc() == {}
    assert environment.origins({}) == []


def test_a_councils_sign_in_vouches_for_its_own_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in COUNCIL.items():
        monkeypatch.setenv(name, value)
    app = environment.oidc()
    assert app["settings"]["server_url"] == "https://login.example.org/tenant/v2.0"
    assert app["settings"]["verified_email"] == ["council.gov.uk", "borough.gov.uk"]
    assert environment.origins(app) == ["https://login.example.org"]


@pytest.mark.parametrize("missing", COUNCIL)
def test_half_of_a_councils_sign_in_is_refused(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in COUNCIL.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        environment.oidc()
    assert str(stopped.value).startswith(f"{missing}: ")
    assert "hidden" not in str(stopped.value)
