"""Officers edit a round in the browser, part by part."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from rounds.models import Owner, Round
from rounds.reading import digest_of
from tests.cast import Cast
from tests.journeys.conftest import Look, Read
from tests.journeys.round_editing import MONEY, at, begun, gate, kept, post, rows

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
