"""The words of emails, and what a partnership may change of them."""

import pytest

from base.errors import NotAllowed, Refused
from notices.actions import change_wording, reset_wording, tell
from notices.html import blocks, html_of, text_of
from notices.models import Message, Wording
from notices.wording import FIELD, KINDS, Kind, fill
from tests.cast import Cast, cast_of

FIELDS = {"reference": "CSP19-001", "project": "Night café", "reason": "Too late.", "link": "/"}


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_field_in_the_words_is_one_of_the_email(kind: Kind) -> None:
    named = set(FIELD.findall(f"{kind.subject} {kind.body}"))
    assert named <= set(kind.fields)
    assert "((" not in fill(str(kind.body), kind.examples())


def test_an_email_is_written_in_the_words_of_its_kind(cast: Cast) -> None:
    fields = {**FIELDS, "feedback": "More next time."}
    message = tell(to="a@example.org", kind="bid-declined", fields=fields)
    assert message.subject == "Your bid CSP19-001 was not approved"
    body = "Your bid for “Night café” was not approved.\n\nToo late.\n\nMore next time.\n\n/"
    assert message.body == body


def test_a_field_that_says_nothing_takes_its_paragraph_with_it() -> None:
    text = "One.\n\n((feedback))\n\nTwo ((feedback)).\n\n((feedback))"
    assert fill(text, {"feedback": ""}) == "One.\n\nTwo ."
    assert fill(text, {}) == text


def test_a_partnerships_own_words_go_to_its_applicants_alone(cast: Cast) -> None:
    change_wording(
        partnership=cast.round.partnership,
        kind="bid-declined",
        subject="About ((reference))",
        body="Sorry: ((reason))",
        by=cast.officer,
    )
    ours = tell(
        to="a@example.org",
        kind="bid-declined",
        fields=FIELDS,
        partnership=cast.round.partnership,
    )
    assert (ours.subject, ours.body) == ("About CSP19-001", "Sorry: Too late.")
    elsewhere = cast.stranger.memberships.get().partnership
    theirs = tell(to="b@example.org", kind="bid-declined", fields=FIELDS, partnership=elsewhere)
    assert theirs.subject == "Your bid CSP19-001 was not approved"
    reset_wording(partnership=cast.round.partnership, kind="bid-declined", by=cast.officer)
    assert not Wording.objects.exists()


@pytest.mark.parametrize("text", ["((score))", "((Reference))", "(( reference ))", "(())"])
def test_an_unknown_field_is_named(cast: Cast, text: str) -> None:
    with pytest.raises(Refused, match="There is no field"):
        change_wording(
            partnership=cast.round.partnership,
            kind="bid-declined",
            subject="About your bid",
            body=text,
            by=cast.officer,
        )


def test_the_words_that_let_somebody_in_are_not_changed(cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot be changed"):
        change_wording(
            partnership=cast.round.partnership,
            kind="sign-in-code",
            subject="x",
            body="((code))",
            by=cast.officer,
        )


@pytest.mark.parametrize("who", ["applicant", "auditor", "finance", "stranger"])
def test_only_an_officer_of_the_partnership_changes_words(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        change_wording(
            partnership=cast.round.partnership,
            kind="bid-declined",
            subject="x",
            body="y",
            by=getattr(cast, who),
        )


def test_a_subject_stays_on_one_line_and_fits(db: None) -> None:
    fields = {**FIELDS, "reference": "A\nBcc: everybody@example.org " + "x" * 300}
    message = tell(to="a@example.org", kind="bid-declined", fields=fields)
    assert "\n" not in message.subject
    assert len(message.subject) <= 200


def test_a_field_that_looks_like_a_field_is_not_filled_again() -> None:
    assert fill("((reason))", {"reason": "((code))", "code": "secret"}) == "((code))"


def test_html_escapes_what_people_wrote_and_links_addresses() -> None:
    html = blocks("<script>alert(1)</script>\n\n- one\n- two\n\n# Head\n\nhttps://a.example/x")
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<ul><li>one</li><li>two</li></ul>" in html
    assert "<h2>Head</h2>" in html
    assert '<a href="https://a.example/x"' in html
    assert "style=" not in html


def test_both_forms_of_an_email_say_the_same(db: None) -> None:
    message = Message(subject="S & Co", body="# Code\n\nHello")
    assert text_of(message) == "Code\n\nHello"
    assert "S &amp; Co</h1>" in html_of(message)
