"""Which domains of email addresses connect people."""

import pytest

from people.mail_domains import domain_of, is_same


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("ann@Youth.org.uk", "youth.org.uk"),
        ("ann@gmail.com", ""),
        ("ann@hotmail.co.uk", ""),
        ("ann@live.co.uk", ""),
        ("ann@yahoo.fr", ""),
        ("ann@nhs.net", ""),
        ("ann@btinternet.com", ""),
        ("ann@kent.police.uk", "kent.police.uk"),
        ("ann@localhost", ""),
        ("", ""),
    ],
)
def test_a_public_domain_connects_nobody(email: str, domain: str) -> None:
    assert domain_of(email) == domain


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("youth.org.uk", "youth.org.uk", True),
        ("mail.youth.org.uk", "youth.org.uk", True),
        ("youth.org.uk", "mail.youth.org.uk", True),
        ("theyouth.org.uk", "youth.org.uk", False),
        ("youth.org.uk", "theyouth.org.uk", False),
        ("", "", False),
        ("youth.org.uk", "", False),
    ],
)
def test_a_part_of_a_domain_is_that_domain(one: str, two: str, same: bool) -> None:
    assert is_same(one, two) is same
