"""GOV.UK Notify, spoken to over real HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from config import environment
from notices.actions import send_waiting, write
from notices.models import Message

ONE, TWO = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"


class Notify(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers as it is told."""

    status = 201
    got: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.got.append({"path": self.path, **json.loads(self.rfile.read(size))})
        answer = {"errors": [{"message": "Limit reached"}]} if self.status > 299 else {"id": ONE}
        body = json.dumps(answer).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def notify(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Notify]]:
    """A Notify of this test's own, and the settings that lead to it."""
    server = HTTPServer(("127.0.0.1", 0), Notify)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NOTIFY_API_KEY", f"ours-{ONE}-{TWO}")
    monkeypatch.setenv("NOTIFY_TEMPLATE", TWO)
    monkeypatch.setenv("NOTIFY_URL", f"http://127.0.0.1:{server.server_port}")
    settings.NOTIFY = environment.notify()
    settings.EMAIL_BACKEND = "notices.notify.NotifyBackend"
    Notify.status, Notify.got = 201, []
    yield Notify
    server.shutdown()
    server.server_close()


def test_an_email_goes_by_its_template(notify: type[Notify], db: None) -> None:
    write(to="a@b.example", subject="Hello", body="# Head\n\nWords")
    assert send_waiting() == 1
    (got,) = notify.got
    assert got["path"] == "/v2/notifications/email"
    assert got["email_address"] == "a@b.example"
    assert got["template_id"] == TWO
    assert got["personalisation"] == {"subject": "Hello", "body": "Head\n\nWords"}


def test_what_it_refuses_is_tried_again_and_seen(notify: type[Notify], db: None) -> None:
    notify.status = 429
    write(to="a@b.example", subject="Hello", body="Words")
    assert send_waiting() == 0
    message = Message.objects.get()
    assert message.sent_at is None
    assert "Limit reached" in message.error


def test_without_a_key_it_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_API_KEY", raising=False)
    assert environment.notify() == {}
