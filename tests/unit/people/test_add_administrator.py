"""The first administrator comes from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditRow, User
from tests.cast import cast_of
from tests.round_files import round_text

pytestmark = pytest.mark.django_db


def add(*args: str) -> str:
    """Run the command; give what it says."""
    out = StringIO()
    call_command("add_administrator", *args, stdout=out)
    return out.getvalue()


def test_it_makes_the_person_and_the_role() -> None:
    cast = cast_of()
    said = add("csp", "New@Council.example", "--name", "Nia Adeyemi")
    user = User.objects.get(email="new@council.example")
    assert "new@council.example is an administrator" in said
    assert user.name == "Nia Adeyemi"
    assert user.memberships.get().role == "administrator"
    assert AuditRow.objects.get(what="role-given").partnership == cast.round.partnership


def test_again_it_changes_nothing() -> None:
    cast_of()
    add("csp", "new@council.example")
    add("csp", "new@council.example", "--name", "Nia")
    add("csp", "new@council.example", "--name", "Somebody Else")
    assert User.objects.get(email="new@council.example").name == "Nia"
    assert AuditRow.objects.filter(what="role-given").count() == 1


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("nowhere", "a@b.example"), "There is no partnership nowhere"),
        (("csp", "not an address"), "not an address is not an email address"),
    ],
)
def test_it_says_what_is_wrong(args: tuple[str, str], why: str) -> None:
    cast_of()
    with pytest.raises(CommandError, match=why):
        add(*args)


def test_opening_a_round_says_how_to_make_one(tmp_path: object) -> None:
    file = tmp_path / "round.toml"  # type: ignore[operator]
    file.write_text(round_text())
    out = StringIO()
    call_command("open_round", str(file), stdout=out)
    assert "add_administrator csp EMAIL" in out.getvalue()
    add("csp", "a@b.example")
    out = StringIO()
    call_command("open_round", str(file), stdout=out)
    assert "add_administrator" not in out.getvalue()
