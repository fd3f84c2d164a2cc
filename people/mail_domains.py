"""The domain of an email address, where it says whom somebody works with."""

_COUNTRIES = ("com", "co.uk", "uk", "ie", "fr", "de", "es", "it", "nl", "eu", "net", "org")
_PROVIDERS = ("aol", "gmx", "googlemail", "hotmail", "live", "outlook", "yahoo", "ymail")
PUBLIC = frozenset(f"{provider}.{country}" for provider in _PROVIDERS for country in _COUNTRIES) | {
    "126.com",
    "163.com",
    "blueyonder.co.uk",
    "btconnect.com",
    "btinternet.com",
    "btopenworld.com",
    "cjsm.net",
    "duck.com",
    "example.com",
    "example.net",
    "example.org",
    "fastmail.com",
    "freeserve.co.uk",
    "fsmail.net",
    "gmail.com",
    "hey.com",
    "hotmail.se",
    "icloud.com",
    "lineone.net",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "nhs.net",
    "ntlworld.com",
    "o2.co.uk",
    "orange.net",
    "plus.com",
    "plus.net",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "sky.com",
    "supanet.com",
    "talk21.com",
    "talktalk.net",
    "tiscali.co.uk",
    "tuta.com",
    "tutanota.com",
    "virgin.net",
    "virginmedia.com",
    "wanadoo.fr",
    "yandex.com",
    "zoho.com",
}
"""Domains that anybody may have an address at, or a whole service's staff: they connect nobody."""


def domain_of(email: str) -> str:
    """What stands after the @, in lower case; nothing where it is a public one."""
    domain = email.rpartition("@")[2].strip().strip(".").casefold()
    return "" if domain in PUBLIC or "." not in domain else domain


def is_same(one: str, two: str) -> bool:
    """Whether two domains are one, or one is a part of the other (``mail.youth.org.uk``)."""
    return bool(one and two) and (one == two or one.endswith(f".{two}") or two.endswith(f".{one}"))
