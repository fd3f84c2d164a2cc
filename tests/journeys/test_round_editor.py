"""Officers make, edit and publish a round in the browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funds.balances import balances
from people.models import User
from rounds.models import Owner, Pot, Round
from rounds.reading import digest_of
from tests.cast import Cast
from tests.dump import Dump, dump
from tests.journeys.conftest import Look, Read, words_of

NEW = {
    "start": "copy:grant-2019-20",
    "title": "Grant of 2020-21",
    "financial_year": "2020-21",
    "allocation_pence": "30000",
}
MONEY = {
    "over_allocation_percent": "0",
    "pay_ahead": "no",
    "acceptance_days": "21",
    "delegated_limit_pence": "0",
    "response_days": "10",
    "carry_forward": "no",
}


def kept() -> Dump:
    """All that there is of rounds and money."""
    return {table: rows for table, rows in dump().items() if table[:6] in ("rounds", "funds_")}


def post(user: User, address: str, given: dict[str, Any] | None = None) -> tuple[int, str]:
    """Post a form as somebody: the status of the answer, and the words of where it leads."""
    client = Client()
    client.force_login(user)
    first = client.post(address, given or {})
    words = words_of(client.get(first["Location"]) if first.status_code == 302 else first)  # type: ignore[arg-type]
    return first.status_code, words


def begun(cast: Cast, **changes: str) -> Round:
    """A copy of the round, a year later and not published."""
    status, words = post(cast.officer, "/rounds/new", NEW | changes)
    assert status == 302, words
    return Round.objects.latest("pk")


def at(round: Round, part: str) -> str:
    return f"/rounds/{round.code}/edit/{part}"


def rows(*given: dict[str, str], **others: str) -> dict[str, str]:
    """Rows as a page posts them."""
    posted = {
        f"rows-{number}-{name}": value
        for number, row in enumerate(given)
        for name, value in row.items()
    }
    return {"rows-TOTAL_FORMS": str(len(given)), "rows-INITIAL_FORMS": "0", **posted, **others}


def gate(title: str, code: str = "") -> dict[str, str]:
    return {"title": title, "code": code}


# Beginning


def test_a_copy_has_all_but_the_dates_which_move_by_a_year(cast: Cast) -> None:
    made = begun(cast)
    assert (made.code, made.published) == ("csp-2020-21", False)
    assert (made.main_pence, made.tactical_pence) == (2_000_000, 1_000_000)
    assert made.closes.isoformat() == "2020-03-08T12:00:00+00:00"
    assert [period.ends.isoformat() for period in made.periods.all()] == [
        "2020-07-31",
        "2021-03-31",
    ]
    assert [row.code for row in made.criteria.all()] == ["pcc-fit", "csp-fit", "need"]
    assert [row.code for row in made.priorities.all()] == ["PCC1", "CSP1"]
    assert [row.code for row in made.gates.all()] == ["revenue"]
    assert made.people.count() == cast.round.people.count()
    assert not made.movements.exists()


def test_a_copy_has_what_the_panel_is_told_and_how_it_scores(cast: Cast) -> None:
    Round.objects.update(tactical_quorum=3, blind=True)
    cast.round.criteria.update(guidance="Look at numbers.", floor=2, descriptors=list("abcdef"))
    cast.round.people.filter(user=cast.panel_member).update(route=Pot.TACTICAL)
    made = begun(cast)
    assert (made.tactical_quorum, made.blind) == (3, True)
    for row in made.criteria.all():
        assert (row.guidance, int(row.floor)) == ("Look at numbers.", 2)
        assert row.descriptors == list("abcdef")
    assert [p.route for p in made.people.filter(role="panel")] == ["tactical", ""]


def test_somebody_who_left_is_not_carried_over(cast: Cast) -> None:
    cast.auditor.memberships.all().delete()
    assert not begun(cast).people.filter(user=cast.auditor).exists()


def test_another_allocation_leaves_the_pots_to_be_set(cast: Cast) -> None:
    made = begun(cast, allocation_pence="39661")
    assert (made.main_pence, made.tactical_pence) == (0, 0)
    assert "39,661.00 short" in post(cast.officer, f"/rounds/{made.code}/publish")[1]


def test_an_empty_round_has_its_officer_and_usual_dates(cast: Cast) -> None:
    made = begun(cast, start="empty:csp")
    assert [person.user for person in made.people.all()] == [cast.officer]
    assert made.funder == cast.round.funder
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 409
    for said in ("priority of the PCC", "priority of the partnership", "criterion with a weight"):
        assert said in words


def test_a_second_round_of_a_year_has_a_code_of_its_own(cast: Cast) -> None:
    assert [begun(cast).code, begun(cast).code] == ["csp-2020-21", "csp-2020-21-2"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": ""}, "Choose what to begin with"),
        ({"start": "copy:nothing"}, "Choose one of the answers"),
        ({"title": ""}, "Enter the title of the round"),
        ({"title": "x" * 201}, "Make it shorter"),
        ({"financial_year": "2020-22"}, "Enter two years that follow each other"),
        ({"allocation_pence": "much"}, "is not an amount"),
        ({"allocation_pence": "0"}, "or more"),
    ],
)
def test_what_is_wrong_with_a_new_round_is_said(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    before = kept()
    status, words = post(cast.officer, "/rounds/new", NEW | changes)
    assert status == 422
    assert said in words
    assert kept() == before


def test_only_officers_begin_rounds(cast: Cast, look: Look) -> None:
    found = {name: look(who, "/rounds/new").status_code for name, who in cast.everybody().items()}
    assert {name for name, status in found.items() if status == 200} == {"officer", "stranger"}
    assert set(found.values()) == {200, 403}


def test_another_partnerships_round_is_not_there_to_be_copied(cast: Cast, read: Read) -> None:
    assert "grant-2019-20" not in read(cast.stranger, "/rounds/new")
    assert post(cast.stranger, "/rounds/new", NEW)[0] == 422


# The parts


def test_each_part_has_a_page_and_a_state(cast: Cast, read: Read) -> None:
    made = begun(cast)
    words = read(cast.officer, f"/rounds/{made.code}/edit")
    assert "This round is not published" in words
    assert "Title and purpose" in words
    assert "Look at this" in words
    parts = (
        "about dates money income priorities criteria scoring gates eligibility questions documents "
        "agreement periods people equality"
    )
    client = Client()
    client.force_login(cast.officer)
    for part in parts.split():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(made, part)).status_code == 200
        assert len(queries) <= 10


def test_settings_are_saved(cast: Cast) -> None:
    made = begun(cast)
    given = {"title": "Safer", "financial_year": "2020-21", "purpose": "One.\r\n\r\nTwo."}
    status, words = post(cast.officer, at(made, "about"), given)
    assert status == 302
    assert "“Title and purpose” is saved." in words
    given = {
        "equality_outcome": "No effect.",
        "equality_link": "https://council.example/eqia",
        "equality_on_day": "1",
        "equality_on_month": "feb",
        "equality_on_year": "2020",
    }
    assert post(cast.officer, at(made, "equality"), given)[0] == 302
    given = {
        "conditions": "Only in term time.\r\nNo capital.",
        "repayment_terms": "Within a week.",
        "heading_tolerance_percent": "10",
        "decision_expected_day": "12",
        "decision_expected_month": "4",
        "decision_expected_year": "2020",
    }
    assert post(cast.officer, at(made, "agreement"), given)[0] == 302
    given = {"score_threshold": "62.5", "quorum": "2", "tactical_quorum": "1", "blind": "yes"}
    assert post(cast.officer, at(made, "scoring"), given)[0] == 302
    made.refresh_from_db()
    assert (made.title, made.purpose) == ("Safer", "One.\n\nTwo.")
    assert (made.quorum, made.tactical_quorum, made.blind) == (2, 1, True)
    assert post(cast.officer, at(made, "scoring"), given | {"tactical_quorum": ""})[0] == 302
    made.refresh_from_db()
    assert made.tactical_quorum is None
    assert str(made.equality_on) == "2020-02-01"
    assert (made.conditions, made.repayment_terms) == (
        "Only in term time.\nNo capital.",
        "Within a week.",
    )
    assert (made.heading_tolerance_percent, str(made.decision_expected)) == (10, "2020-04-12")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "nonsense", "ftp://a.example"])
def test_a_screening_is_read_on_the_web(cast: Cast, link: str) -> None:
    status, words = post(cast.officer, at(begun(cast), "equality"), {"equality_link": link})
    assert status == 422
    assert "begins with https://" in words


def test_pots_that_are_a_pound_short_are_refused_with_the_difference(cast: Cast) -> None:
    made = begun(cast)
    given = {"allocation_pence": "39,661", "main_pence": "26,440", "tactical_pence": "13,220"}
    status, words = post(cast.officer, at(made, "money"), MONEY | given)
    assert status == 422
    assert "add up to £39,660.00, £1.00 short of the allocation of £39,661.00" in words
    given["tactical_pence"] = "13,221"
    assert post(cast.officer, at(made, "money"), MONEY | given)[0] == 302
    made.refresh_from_db()
    assert (made.allocation_pence, made.main_pence) == (3_966_100, 2_644_000)


def test_rows_are_added_moved_and_removed_without_being_saved(cast: Cast) -> None:
    made = begun(cast)
    before = kept()
    first, second = gate("First gate", "one"), gate("Second gate", "two")
    for button, order in {
        "add": ["First gate", "Second gate"],
        "up-2": ["Second gate", "First gate"],
        "down-1": ["Second gate", "First gate"],
        "remove-1": ["Second gate"],
        "remove-99": ["First gate", "Second gate"],
    }.items():
        client = Client()
        client.force_login(cast.officer)
        given = rows(first, second, **{"rows-do": button})
        page = client.post(at(made, "gates"), given)
        body = page.content.decode()
        assert page.status_code == 200
        found = [title for title in order if f'value="{title}"' in body]
        assert found == order
        assert [body.index(f'value="{title}"') for title in order] == sorted(
            body.index(f'value="{title}"') for title in order
        )
        assert body.count("<fieldset") == {"add": 3, "remove-1": 1}.get(button, 2)
        assert "There is a problem" not in body
    assert kept() == before


def test_rows_are_saved_in_their_order_and_empty_ones_are_left_out(cast: Cast) -> None:
    made = begun(cast)
    given = rows(gate("In the borough"), gate("", ""), gate("Revenue only", "revenue"))
    assert post(cast.officer, at(made, "gates"), given)[0] == 302
    found = [(row.code, row.title) for row in made.gates.all()]
    assert found == [("in-the-borough", "In the borough"), ("revenue", "Revenue only")]


@pytest.mark.parametrize(
    ("part", "row", "said"),
    [
        ("gates", gate("", "x"), "Enter what must be true"),
        ("gates", gate("T", "a b"), "Use only letters"),
        ("gates", gate("a\u202eb"), "hidden marks"),
        (
            "priorities",
            {"owner": "pcc", "code": "", "title": "T", "status": "draft"},
            "Enter the priority",
        ),
        ("priorities", {"owner": "us", "code": "P", "title": "T", "status": "draft"}, "Choose one"),
        ("criteria", {"title": "T", "kind": "pcc", "weight": "-1"}, "Enter a whole number"),
        ("criteria", {"title": "T", "kind": "pcc", "weight": "1", "floor": "6"}, "from 0 to 5"),
        (
            "criteria",
            {"title": "T", "kind": "pcc", "weight": "1", "descriptors": "a\nb"},
            "there are 2",
        ),
        ("criteria", {"title": "T", "kind": "pcc", "weight": "0"}, "The weights add up to nothing"),
        ("questions", {"asks": "extra", "hint": "H"}, "Enter the words of the extra question"),
        ("eligibility", {"title": "T"}, "Choose yes or no"),
        ("documents", {"hint": "H"}, "Enter what file"),
        (
            "periods",
            {"name": "P", "ends_day": "31", "ends_month": "2", "ends_year": "2020"},
            "real date",
        ),
        ("income", {"amount_pence": "1"}, "Enter when it is expected"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_nothing_is_saved(
    cast: Cast, part: str, row: dict[str, str], said: str
) -> None:
    made = begun(cast)
    before = kept()
    status, words = post(cast.officer, at(made, part), rows(row))
    assert status == 422
    assert said in words
    assert kept() == before


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999999", "\x00"])
def test_a_wrong_number_of_rows_is_no_fault_of_ours(cast: Cast, total: str) -> None:
    given = {"rows-TOTAL_FORMS": total, "rows-INITIAL_FORMS": "0"}
    for more in ({}, {"rows-do": "up-1"}, {"rows-do": "add"}):
        assert post(cast.officer, at(begun(cast), "gates"), given | more)[0] in (200, 302, 422)


def test_questions_get_own_words_and_extra_ones_a_code(cast: Cast, read: Read) -> None:
    made = begun(cast)
    given = rows(
        {"asks": "need", "title": "Why here?", "word_limit": "250", "required": "on"},
        {"asks": "extra", "title": "Who helps you?", "hint": "Volunteers too."},
    )
    assert post(cast.officer, at(made, "questions"), given)[0] == 302
    assert [(row.code, row.required) for row in made.questions.all()] == [
        ("need", True),
        ("who-helps-you", False),
    ]
    words = read(cast.officer, f"/rounds/{made.code}/questions")
    assert "7. Why here?" in words
    assert "At most 250 words." in words
    assert "17. Who helps you?\nVolunteers too." in words


def test_a_standard_question_is_given_own_words_once(cast: Cast) -> None:
    made = begun(cast)
    given = rows({"asks": "need", "title": "A"}, {"asks": "need", "title": "B"})
    status, words = post(cast.officer, at(made, "questions"), given)
    assert status == 422
    assert "“need” stands twice" in words


def test_every_kind_of_row_is_saved(cast: Cast) -> None:
    made = begun(cast)
    due = {"due_day": "1", "due_month": "5", "due_year": "2021"}
    ends = {"ends_day": "31", "ends_month": "3", "ends_year": "2021"}
    good: dict[str, list[dict[str, str]]] = {
        "income": [{**due, "amount_pence": "£15,000"}],
        "priorities": [
            {"owner": "pcc", "code": "A", "title": "Calm", "status": "draft"},
            {"owner": "partnership", "code": "B", "title": "Safe", "status": "adopted"},
        ],
        "criteria": [
            {"title": "Need", "kind": "pcc", "weight": "3", "descriptors": "a\nb\nc\nd\ne\nf"}
        ],
        "eligibility": [{"title": "Are you a group?", "good_answer": "yes", "why_not": "Be one."}],
        "documents": [{"title": "Accounts", "required": "on"}],
        "periods": [{"name": "End", **ends, **due, "final": "on"}],
    }
    for part, given in good.items():
        status, words = post(cast.officer, at(made, part), rows(*given))
        assert status == 302, words
    assert made.expected_income.get().amount_pence == 1_500_000
    assert made.priorities.get(owner=Owner.PCC).status == "draft"
    assert made.criteria.get().descriptors == list("abcdef")
    assert made.eligibility_questions.get().why_not == "Be one."
    assert made.documents_asked.get().code == "accounts"
    assert made.periods.get().final


def routes(round: Round) -> dict[User, str]:
    """Which route each panel member scores."""
    return {p.user: p.route for p in round.people.filter(role="panel").select_related("user")}


def test_people_are_chosen_among_those_with_the_role(cast: Cast) -> None:
    made = begun(cast)
    given = {
        "officer": [str(cast.officer.pk)],
        "panel": [str(cast.second_panel_member.pk)],
        "finance": [str(cast.finance.pk)],
    }
    assert post(cast.officer, at(made, "people"), given)[0] == 302
    assert [(p.user, p.role) for p in made.people.all()] == [
        (cast.officer, "officer"),
        (cast.second_panel_member, "panel"),
        (cast.finance, "finance"),
    ]
    assert cast.auditor.memberships.exists()
    assert routes(made) == {cast.second_panel_member: "main"}
    both = [str(cast.panel_member.pk), str(cast.second_panel_member.pk)]
    given |= {"panel": [both[0]], "panel-tactical": both}
    assert post(cast.officer, at(made, "people"), given)[0] == 302
    assert routes(made) == {cast.panel_member: "", cast.second_panel_member: "tactical"}
    status, words = post(cast.officer, at(made, "people"), {"panel": [str(cast.rival.pk)]})
    assert status == 422
    assert "Choose among the answers" in words


# Two officers


def test_the_second_to_save_is_told_and_loses_nothing(cast: Cast) -> None:
    made = begun(cast)
    seen = digest_of(made, "gates")
    assert post(cast.officer, at(made, "gates"), rows(gate("Mine"), seen=seen))[0] == 302
    status, words = post(cast.officer, at(made, "gates"), rows(gate("Yours"), seen=seen))
    assert status == 409
    assert "Somebody else changed this meanwhile" in words
    assert "mine · Mine" in words
    assert [row.title for row in made.gates.all()] == ["Mine"]
    now = digest_of(made, "gates")
    assert post(cast.officer, at(made, "gates"), rows(gate("Yours"), seen=now))[0] == 302


def test_what_they_typed_stands_on_the_page_with_the_new_sign(cast: Cast) -> None:
    made = begun(cast)
    client = Client()
    client.force_login(cast.officer)
    given = {"title": "Yours", "financial_year": "2020-21", "seen": "0" * 32}
    page = client.post(at(made, "about"), given).content.decode()
    assert 'value="Yours"' in page
    assert f'value="{digest_of(made, "about")}"' in page
    assert "Title: Grant of 2020-21" in page


# Publishing


def test_publishing_allocates_the_pots_and_shows_the_round(cast: Cast, look: Look) -> None:
    made = begun(cast)
    about = f"/rounds/{made.code}/about"
    assert look(None, about).status_code == 404
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 302
    assert "The round is published." in words
    assert look(None, about).status_code == 200
    assert balances(made).pots[Pot.MAIN]["available_pence"] == 2_000_000
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 409
    assert "published already" in words


def test_the_check_page_lists_what_is_missing(cast: Cast, read: Read) -> None:
    made = begun(cast)
    made.priorities.filter(owner=Owner.PCC).delete()
    words = read(cast.officer, f"/rounds/{made.code}/publish")
    assert "Add a priority of the PCC" in words
    assert "The equality impact screening is not recorded." in words
    assert "midday on Sunday 8 March 2020" in words
    assert "Bids close on a Sunday." in words
    assert "Publish the round" not in words


def test_the_check_page_says_which_panel_is_too_small(cast: Cast, read: Read) -> None:
    made = begun(cast)
    Round.objects.filter(pk=made.pk).update(quorum=2, tactical_quorum=1)
    made.people.filter(user=cast.panel_member).update(route=Pot.MAIN)
    assert "Panel members who" not in read(cast.officer, f"/rounds/{made.code}/publish")
    made.people.filter(user=cast.second_panel_member).update(route=Pot.MAIN)
    words = read(cast.officer, f"/rounds/{made.code}/publish")
    assert "Panel members who score tactical bids: 0. Each bid needs at least 1." in words
    assert "who score the main round" not in words


def test_an_officer_is_told_of_drafts_of_scores_when_criteria_change(
    cast: Cast, read: Read
) -> None:
    cast.submitted().score_drafts.create(member=cast.panel_member)
    assert "1 draft of scores is begun" in read(cast.officer, at(cast.round, "criteria"))
    row = {"title": "Need", "kind": "pcc", "weight": "1", "guidance": "Look at numbers."}
    status, words = post(cast.officer, at(cast.round, "criteria"), rows(row))
    assert status == 302
    assert "1 draft of scores is begun" in words
    assert "Look at numbers." in read(None, f"/rounds/{cast.round.code}/about")
    bid, criterion = cast.submitted(), cast.round.criteria.get()
    bid.scores.create(criterion=criterion, member=cast.panel_member, points=4)
    assert "Scores have been sent, so" in read(cast.officer, at(cast.round, "criteria"))


def test_a_round_is_taken_back_until_there_is_a_bid(cast: Cast) -> None:
    status, words = post(cast.officer, f"/rounds/{cast.round.code}/publish", {"back": "yes"})
    assert (status, Round.objects.get().published) == (302, False)
    post(cast.officer, f"/rounds/{cast.round.code}/publish")
    cast.draft()
    status, words = post(cast.officer, f"/rounds/{cast.round.code}/publish", {"back": "yes"})
    assert status == 409
    assert "There are bids in this round" in words


def test_once_published_the_pots_are_no_longer_on_the_form(cast: Cast) -> None:
    given = MONEY | {"allocation_pence": "1", "main_pence": "1", "acceptance_days": "30"}
    status, _ = post(cast.officer, at(cast.round, "money"), given)
    assert status == 302
    round = Round.objects.get()
    assert (round.allocation_pence, round.acceptance_days) == (3_000_000, 30)


def test_more_overallocation_counts_at_once(cast: Cast) -> None:
    given = MONEY | {"over_allocation_percent": "10"}
    assert post(cast.officer, at(cast.round, "money"), given)[0] == 302
    cast.approved(2_100_000)
    status, words = post(cast.officer, at(cast.round, "money"), MONEY)
    assert status == 422
    assert "its limit cannot be lowered past that" in words


# What bids rest on


def test_the_deadline_only_moves_later_once_there_are_bids(cast: Cast) -> None:
    cast.draft()

    def dates(closes: int, opens: int = 13) -> dict[str, str]:
        day = {
            "opens": (opens, 2, "9:00"),
            "closes": (closes, 3, "12:00"),
            "panel": (14, 3, ""),
            "submission_due": (29, 3, ""),
            "committee": (24, 9, ""),
        }
        return {
            f"{name}_{part}": str(value)
            for name, (d, m, time) in day.items()
            for part, value in {"day": d, "month": m, "year": 2019, "time": time}.items()
        }

    status, words = post(cast.officer, at(cast.round, "dates"), dates(7))
    assert status == 422
    assert "may close later than midday on Friday 8 March 2019, but not earlier" in words
    assert (
        "may not open later" in post(cast.officer, at(cast.round, "dates"), dates(8, opens=14))[1]
    )
    assert post(cast.officer, at(cast.round, "dates"), dates(9))[0] == 302
    assert Round.objects.get().closes - cast.round.closes == timedelta(days=1)


def test_a_refusal_of_a_verb_stands_on_the_page(cast: Cast) -> None:
    cast.scored()
    status, words = post(cast.officer, at(cast.round, "criteria"), rows())
    assert status == 422
    assert "Scores have been given" in words


# Who may


def test_the_editor_is_the_officers(cast: Cast, look: Look) -> None:
    cast.submitted()
    for address in ("edit", "edit/gates", "edit/about", "edit/money", "edit/people", "publish"):
        found = {
            name: look(who, f"/rounds/{cast.round.code}/{address}").status_code
            for name, who in cast.everybody().items()
        }
        assert found == {
            "applicant": 403,
            "rival": 404,
            "officer": 200,
            "panel": 403,
            "decision maker": 403,
            "finance": 403,
            "auditor": 403,
            "stranger": 404,
            "administrator": 404,
            "outsider": 404,
        }
        assert look(None, f"/rounds/{cast.round.code}/{address}").status_code == 302


def test_nobody_else_posts_to_it(cast: Cast) -> None:
    before = kept()
    for who, expected in ((cast.finance, 403), (cast.stranger, 404), (cast.auditor, 403)):
        for address in ("edit/gates", "edit/money", "edit/people", "publish", "edit/about"):
            status, _ = post(who, f"/rounds/{cast.round.code}/{address}", rows(gate("New")))
            assert status == expected
    assert kept() == before


def test_the_rounds_page_leads_officers_to_the_editor(cast: Cast, read: Read) -> None:
    address = f"/rounds/{cast.round.code}"
    assert "Edit the round" in read(cast.officer, address)
    assert "Edit the round" not in read(cast.finance, address)
    assert "Record money received" in read(cast.finance, address)
    assert "Record money received" not in read(cast.auditor, address)


def test_rows_whose_number_was_lost_are_counted(cast: Cast) -> None:
    made = begun(cast)
    given = rows(gate("Is in Maidstone"), gate("Is legal"))
    for total in ("", "x", "٣"):
        sent = {**given, "rows-TOTAL_FORMS": total, "rows-do": "add"}
        status, words = post(cast.officer, at(made, "gates"), sent)
        assert status == 200
        assert "Check 3" in words
        assert "Check 4" not in words
    del given["rows-TOTAL_FORMS"], given["rows-INITIAL_FORMS"]
    assert post(cast.officer, at(made, "gates"), given)[0] == 302
    assert [gate.title for gate in made.gates.all()] == ["Is in Maidstone", "Is legal"]


# Delegation, and what is asked before money moves


def delegated(cast: Cast, **changes: str) -> tuple[int, str]:
    """Let the officer decide up to £500 of the round."""
    given = {"delegated_limit_pence": "500", "delegate_id": str(cast.officer.pk)}
    return post(cast.officer, at(cast.round, "money"), MONEY | given | changes)


def test_an_officer_of_the_round_decides_by_delegation_and_a_copy_keeps_them(cast: Cast) -> None:
    assert delegated(cast, response_days="5", carry_forward="yes")[0] == 302
    made = begun(cast)
    for round in Round.objects.all():
        assert (round.delegate, round.response_days) == (cast.officer, 5)
        assert round.carry_forward
    cast.round.people.filter(user=cast.officer).delete()
    again = begun(cast, financial_year="2021-22")
    assert (made.delegate, again.delegate) == (cast.officer, cast.officer)


def test_nobody_else_decides_by_delegation_nor_over_nothing(cast: Cast) -> None:
    status, words = delegated(cast, delegate_id=str(cast.finance.pk))
    assert (status, "Choose one of the answers" in words) == (422, True)
    status, words = delegated(cast, delegated_limit_pence="0")
    assert (status, "would have nothing to decide" in words) == (422, True)
    assert cast.round.delegate is None


def test_evidence_may_be_asked_for_after_bids_were_submitted(cast: Cast) -> None:
    cast.submitted()
    address = at(cast.round, "documents")
    row = {"title": "DBS statement", "required": "on"}
    status, words = post(cast.officer, address, rows(row))
    assert (status, "no files asked for are added or removed now" in words) == (422, True)
    assert post(cast.officer, address, rows(row | {"before_payment": "on"}))[0] == 302
    assert cast.round.documents_asked.before_payment().get().title == "DBS statement"
    status, words = post(cast.officer, address, rows(row | {"code": "dbs-statement"}))
    assert (status, "no files asked for are added or removed now" in words) == (422, True)
    assert post(cast.officer, address, rows())[0] == 302
    assert not cast.round.documents_asked.exists()
