"""No personal data leaves in open data: what is planted everywhere is found nowhere."""

import pytest

from awards.actions import start_monitoring
from bids.actions import Answers, answer, start, submit
from bids.models import Bid, Measure
from monitoring.actions import accept_return
from monitoring.models import Return
from people.models import User
from reports.open_data.outcomes import by_area
from reports.open_data.personal_data import REMOVED, Names, without_personal_data, words_of
from reports.open_data.publishing import open_data
from reports.open_data.year import FILES, find_year
from rounds.models import Pot
from tests.cast import AGREED, DECIDED, PAID, STARTED, SUBMITTED, Cast, again

CONTACT = "Zebedee Quillfeather"
EMAIL = "zebedee.quillfeather@planted.example"
PHONE = "07700 900123"
BANK = "account 12345678, sort code 12-34-56"
PLANTED = [
    CONTACT,
    "Quillfeather",
    EMAIL,
    PHONE,
    "12345678",
    "12-34-56",
    "Gunnhild Applicant",
    "gunnhild@",
]


@pytest.fixture
def planted(cast: Cast) -> Bid:
    """A funded project with personal data wherever a person can write some."""
    member = User.objects.create_user("gunnhild@planted.example", name="Gunnhild Applicant")
    cast.organisation.members.add(member, cast.applicant)
    said = f"Run by {CONTACT} and gunnhild  APPLICANT ({EMAIL}, tel. {PHONE}); {BANK}."
    bid = start(
        round=cast.round,
        route=Pot.MAIN,
        organisation=cast.organisation,
        by=cast.applicant,
        at=STARTED,
        answers=cast.answers(contact_name=CONTACT, contact_email=EMAIL),
    )
    fields = {
        **cast.answers(contact_name=CONTACT, contact_email=EMAIL).fields,
        "project": f"Night café by {CONTACT}",
        "summary": said,
        "need": said,
        "activities": said,
        "outcomes": said,
        "area": f"High Street, ask {CONTACT}",
    }
    priorities = list(cast.round.priorities.all())
    answers = Answers(
        fields, priorities, [("staffing", said[:300], 500_000)], [(said[:200], "", "1", said[:300])]
    )
    answer(bid=bid, answers=answers, by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    cast.score((bid, cast.panel_member, 4))
    cast.sift(bid)
    cast.approve(again(bid))
    start_monitoring(bid=again(bid), accepted_by=CONTACT, by=cast.officer, at=AGREED)
    cast.receive(100_000)
    cast.pay(again(bid), 100_000)
    accept_return(
        award=again(bid).award,
        period=cast.first_period,
        rag=Return.Rag.GREEN,
        progress=said,
        spent_pence=1,
        forecast_pence=1,
        by=cast.officer,
        actuals={Measure.objects.get(bid=bid): EMAIL},
        at=PAID,
    )
    return again(bid)


def test_nothing_personal_that_was_planted_is_found(cast: Cast, planted: Bid) -> None:
    found = open_data(cast.round)
    for content in (found.threesixty.decode(), found.transparency.decode()):
        assert planted.organisation.name in content
        assert not [words for words in PLANTED if words.casefold() in content.casefold()]
        assert "@" not in content
        assert REMOVED in content


def test_those_who_took_part_in_the_decision_are_not_named(cast: Cast) -> None:
    bid = cast.approved()
    names = [person.user.name for person in cast.round.people.all()]
    Bid.objects.filter(pk=bid.pk).update(summary=f"With {', '.join(names)}.")
    found = open_data(cast.round)
    for content in (found.threesixty.decode(), found.transparency.decode()):
        assert not [name for name in names if name in content]
    assert DECIDED.isoformat() not in found.threesixty.decode()


@pytest.mark.parametrize(
    "text",
    [
        "a.b+c@d-e.co.uk",
        "A@B.EXAMPLE",
        "01622 602000",
        "+44 7700 900123",
        "+44 (0)1622 602000",
        "(01622) 602-000",
        "07700900123",
        "20-00-00",
        "12345678",
        "GB29 NWBK 6016 1331 9268 19",
        "QQ 12 34 56 C",
        "Mrs Marsh",
        "PC O’Brien",
        "Dr. Lee-Jones",
    ],
)
def test_what_points_at_a_person_is_taken_out(text: str) -> None:
    assert without_personal_data(f"Ask {text}, please", []) == f"Ask {REMOVED}, please"


@pytest.mark.parametrize(
    "text",
    [
        "1,940 crimes, up 11 per cent, on 48 nights from 29 April 2019 to 2020-03-31",
        "£12,345,678 for 2019-20; £12345678.50",
        "Open 6pm to 10pm, 24/7, in the ME14 1XX area; 0 to 5",
        "60 homes of SMP19-003; charity 1999003",
        "Six-week programmes @ the High Street",
        "Call on 2019-03-14 2020-03-31 2020-04-01",
        "PCC2 and MR. X",
    ],
)
def test_numbers_that_are_nobodys_stay(text: str) -> None:
    assert without_personal_data(text, []) == text


def test_names_go_where_they_stand_as_words_of_their_own() -> None:
    def without(text: str, *names: str) -> str:
        return without_personal_data(text, names)

    assert without("ANN  MARSH and Ann Marshall", "Ann Marsh") == f"{REMOVED} and Ann Marshall"
    assert without("Frank gave a frank, Frankly open talk", "Frank") == (
        f"{REMOVED} gave a frank, Frankly open talk"
    )
    assert without("A. Marsh's bus", "A. Marsh") == f"{REMOVED}'s bus"
    assert without("Nothing here", "", " ", "x") == "Nothing here"


@pytest.mark.parametrize("text", ["IŞIL İNCE", "Işıl İnce", "ışıl ince", "Isil? Işil Ince"])
def test_a_name_is_found_however_its_letters_are_written(text: str) -> None:
    assert REMOVED in without_personal_data(text, ["Işıl İnce"])


def test_a_text_is_looked_through_for_the_names_whose_words_it_has() -> None:
    many = Names(f"Ann {letter}arsh" for letter in "BCDHKLMP")
    assert many.among(words_of("Ask ann MARSH, or Ann.")) == ["Ann Marsh"]
    assert many.among(words_of("Ask Ann.")) == []


def test_nothing_that_was_planted_leaves_by_any_way(cast: Cast, planted: Bid) -> None:
    year = find_year(cast.round.partnership.code, cast.round.financial_year)
    assert year
    said = [(file.write(year) or b"").decode() for file in FILES.values()]
    said.append(repr(by_area(year.rounds)))
    for content in said:
        assert again(planted).organisation.name in content
        assert not [words for words in PLANTED if words.casefold() in content.casefold()]
        assert "@" not in content
