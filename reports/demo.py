"""The example round of 2019-20, from its opening to the September report, on its own dates."""

import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from awards.answers import PROPOSALS, import_decisions
from awards.models import Submission
from base.errors import Refused
from base.verbs import verb
from bids.workbook import import_bids
from funds.actions import open_books, receive
from monitoring.workbook import import_returns
from people.gate import STAFF
from people.models import Organisation, User
from people.roles import DECISION_MAKER, FINANCE, OFFICER, ROLES
from people.staff import add_administrator
from reports.submission.sending import send
from rounds.actions import first_person, save_round
from rounds.models import Pot, Round
from rounds.roundfile import read_round_file
from scoring.actions import sift
from scoring.workbook import import_scores
from ui.dates import parse_moment

CODE = "smp-2019-20"
PASSWORD = "safer-streets-2019"  # noqa: S105  # published, see below
TOTP_SECRET = "SAFERGRANTSDEMOSAFERGRANTSDEMOAA"  # noqa: S105  # published, see below
"""For the demo's people alone, who exist only where somebody loaded the demo."""

ADMINISTRATOR = ("admin@example.gov.uk", "M. Okafor")

APPLICANTS = {
    "nightsupport@example.org": ("A. Marsh", "Town Centre Night Support"),
    "harbour@example.org": ("C. Osei", "Harbour Domestic Abuse Service"),
}
ROUTES = {
    Pot.MAIN: {
        "bids": ("bids-smp-2019-20.xlsx", "2019-03-07"),
        "scores": ("scores-smp-2019-20.xlsx", "2019-03-14"),
        "sifted": "2019-03-14",
        "sent": "2019-03-28",
        "decided": "2019-04-12",
    },
    Pot.TACTICAL: {
        "bids": ("bids-tactical-smp-2019-20.xlsx", "2019-06-12"),
        "scores": ("scores-tactical-smp-2019-20.xlsx", "2019-06-19"),
        "sifted": "2019-06-19",
        "sent": "2019-06-20",
        "decided": "2019-06-27",
    },
}


@dataclass(frozen=True)
class SignIn:
    """Somebody of the demo who can sign in."""

    email: str
    name: str
    role: str
    by_code: bool
    """Whether a code by email lets them in; else the demo's password and second factor."""


def example(name: str) -> bytes:
    """A file of the example round."""
    return Path(settings.BASE_DIR, "data", name).read_bytes()


@verb
def load() -> Round:
    """Load the demo through the same verbs as everybody uses. Raises ``Refused`` where it would mix
    with other people's rounds."""
    if Round.objects.filter(code=CODE).exists():
        raise Refused(f"{CODE} is here already.")
    if Round.objects.exists():
        raise Refused("The demo is for an empty database, and this one has rounds in it.")
    at = parse_moment
    file = read_round_file(example(f"round-{CODE}.toml"), f"round-{CODE}.toml")
    opened = at("2019-02-13T09:00")
    round = save_round(file=file, at=opened)
    officer = first_person(round, OFFICER.name)
    finance = first_person(round, FINANCE.name)
    open_books(round=round, pots=file.pots, by=officer, at=opened)
    _decide(round, Pot.MAIN, officer)
    receive(
        round=round,
        amount_pence=2_000_000,
        reference="PCC remittance 1 of 2",
        by=finance,
        at=at("2019-04-30"),
    )
    _decide(round, Pot.TACTICAL, officer)
    returns = f"returns-{CODE}.xlsx"
    import_returns(
        round=round,
        name=returns,
        content=example(returns),
        by=officer,
        finance=finance,
        at=at("2019-08-16"),
    )
    _let_in(round)
    return round


def _decide(round: Round, route: Pot, officer: User) -> None:
    """Take a route from its bids to the PCC's answers."""
    steps = ROUTES[route]
    bids, received = steps["bids"]
    scores, scored = steps["scores"]
    at = parse_moment
    import_bids(round=round, name=bids, content=example(bids), by=officer, at=at(received))
    import_scores(round=round, name=scores, content=example(scores), by=officer, at=at(scored))
    sift(round=round, by=officer, at=at(str(steps["sifted"])))
    sent = send(round=round, route=route, by=officer, at=at(str(steps["sent"])))
    import_decisions(
        round=round,
        name=f"answers-{route.value}.xlsx",
        content=answered(sent),
        by=first_person(round, DECISION_MAKER.name),
        at=at(str(steps["decided"])),
    )


def answered(sent: Submission) -> bytes:
    """The submission as the PCC's office sends it back: what is recommended is approved."""
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent.file)))
    sheet = book[PROPOSALS]
    places = {cell.value: cell.column - 1 for cell in sheet[1] if cell.column}
    for row in sheet.iter_rows(min_row=2):
        recommended = row[places["Recommended"]].value
        if row[places["Reference"]].value and isinstance(recommended, int | float) and recommended:
            row[places["PCC decision"]].value = "approve"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _let_in(round: Round) -> None:
    """Add an administrator and applicants; give staff the demo's password and second factor.

    One hash is shared, so that it is checked once.
    """
    email, name = ADMINISTRATOR
    add_administrator(partnership=round.partnership, email=email, name=name)
    for address, (person, organisation) in APPLICANTS.items():
        user = User.objects.create_user(address, name=person)
        Organisation.objects.get(name=organisation).members.add(user)
    known = make_password(PASSWORD)
    for user in User.objects.filter(memberships__role__in=STAFF).distinct():
        user.password = known
        user.save(update_fields=["password"])
        TOTP.activate(user, TOTP_SECRET)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in User.objects.all()
    )


def sign_ins() -> list[SignIn]:
    """Who can sign in to the demo, staff first: nobody where it was not loaded."""
    round = Round.objects.filter(code=CODE).first()
    admin = User.objects.filter(email=ADMINISTRATOR[0]).first()
    if round is None or admin is None or not check_password(PASSWORD, admin.password):
        return []
    held = round.partnership.memberships.select_related("user").order_by("pk")
    people = [
        SignIn(
            one.user.email,
            one.user.name,
            ROLES[one.role].label.split(" ", 1)[-1],
            by_code=one.role not in STAFF,
        )
        for one in held
        if one.role not in STAFF or one.user.password == admin.password
    ]
    people.sort(key=lambda person: person.by_code)
    return people + [
        SignIn(user.email, user.name, f"applicant, {organisation.name}", by_code=True)
        for user in User.objects.filter(email__in=APPLICANTS)
        for organisation in user.organisations.all()
    ]
