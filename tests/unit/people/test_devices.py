"""Where somebody is signed in, in words that they know."""

import pytest

from people.templatetags.devices import device

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (f"{IPHONE} (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} (KHTML, like Gecko) CriOS/126.0 Mobile Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/126.0 Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox on Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named(sent: str, said: str) -> None:
    assert device(sent) == said
