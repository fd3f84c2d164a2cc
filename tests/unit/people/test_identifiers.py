"""The identifiers under which open data knows a partnership and its funder."""

import pytest

from base.errors import NotAllowed, Refused
from people.identifiers import check_org_id, check_prefix, set_identifiers
from people.models import AuditRow, Funder, Partnership
from tests.cast import Cast


def entered(cast: Cast, prefix: str = "360G-example", org_id: str = "GB-LAE-KEN") -> Partnership:
    return set_identifiers(
        partnership=cast.round.partnership,
        publisher_prefix=prefix,
        org_ids={cast.round.funder.pk: org_id},
        by=cast.administrator,
    )


@pytest.mark.parametrize("text", ["", "360G-example", "360G-Example_Fund", "360G-a-b2"])
def test_a_prefix_is_as_360giving_gives_it(text: str) -> None:
    assert check_prefix(text) == text


@pytest.mark.parametrize(
    "text",
    ["example", "360G-", "360g-example", "360G-a b", "360G-a/b", "360G-a-", "360G-é", "360G-a\n"],
)
def test_anything_else_is_no_prefix(text: str) -> None:
    with pytest.raises(Refused, match="such as 360G-example"):
        check_prefix(text)


@pytest.mark.parametrize(
    "text", ["", "GB-LAE-MAI", "GB-COH-09990002", "XI-LEI-213800ABC", "360G-example-kent.pcc"]
)
def test_an_identifier_names_its_register(text: str) -> None:
    assert check_org_id(text) == text


@pytest.mark.parametrize(
    "text",
    ["Kent", "GB-LAE", "gb-lae-mai", "GB-LAE-", "GB-LAE-M/1", "GB-LAE-M 1", "GB-LAE-É", "G-L-1"],
)
def test_anything_else_is_no_identifier(text: str) -> None:
    with pytest.raises(Refused, match="such as GB-LAE-MAI"):
        check_org_id(text)


def test_what_is_entered_is_kept_and_told_in_the_audit_trail(cast: Cast) -> None:
    entered(cast)
    entered_again = Partnership.objects.get(pk=cast.round.partnership.pk)
    assert entered_again.publisher_prefix == "360G-example"
    assert Funder.objects.get(pk=cast.round.funder.pk).org_id == "GB-LAE-KEN"
    told = AuditRow.objects.filter(what=AuditRow.What.IDENTIFIERS)
    texts = [row.note.text for row in told if row.note]
    assert texts == [f"{cast.round.partnership}: 360G-example", f"{cast.round.funder}: GB-LAE-KEN"]


def test_the_same_again_tells_nothing_and_empty_takes_it_away(cast: Cast) -> None:
    entered(cast)
    entered(cast)
    assert AuditRow.objects.filter(what=AuditRow.What.IDENTIFIERS).count() == 2
    assert entered(cast, "", "").publisher_prefix == ""
    assert Funder.objects.get(pk=cast.round.funder.pk).org_id == ""


@pytest.mark.parametrize(("prefix", "org_id"), [("example", ""), ("360G-example", "Kent")])
def test_what_is_of_another_form_changes_nothing(cast: Cast, prefix: str, org_id: str) -> None:
    with pytest.raises(Refused, match="or leave it empty"):
        entered(cast, prefix, org_id)
    assert Partnership.objects.get(pk=cast.round.partnership.pk).publisher_prefix == ""
    assert not AuditRow.objects.filter(what=AuditRow.What.IDENTIFIERS).exists()


def test_the_funder_of_others_is_left_alone(cast: Cast) -> None:
    other = Funder.objects.create(code="other", name="Another Commissioner")
    set_identifiers(
        partnership=cast.round.partnership,
        publisher_prefix="",
        org_ids={other.pk: "GB-LAE-OTH"},
        by=cast.administrator,
    )
    other.refresh_from_db()
    assert other.org_id == ""


def test_only_an_administrator_enters_them(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="it is for an administrator"):
        set_identifiers(
            partnership=cast.round.partnership, publisher_prefix="", org_ids={}, by=cast.officer
        )
