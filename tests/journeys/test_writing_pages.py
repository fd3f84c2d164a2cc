"""The pages on which a bid is started and written, asked for one by one."""

from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from bids.actions import submit
from bids.models import Bid
from people.models import Organisation, User
from rounds.models import Pot
from tests.cast import CLOSES, SUBMITTED, Cast, again, at
from tests.journeys.conftest import words_of


@pytest.fixture(autouse=True)
def _in_the_round() -> Iterator[None]:
    """A day on which the round is open."""
    with time_machine.travel(SUBMITTED, tick=False):
        yield


class Writer:
    """Somebody at their browser."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def look(self, address: str) -> HttpResponse:
        return self.client.get(address)  # type: ignore[return-value]  # the test client's own kind

    def read(self, address: str) -> str:
        response = self.look(address)
        assert response.status_code == 200, response.status_code
        return words_of(response)

    def write(
        self, bid: Bid, code: str, then: str = "continue", *, seen: str = "", **boxes: object
    ) -> HttpResponse:
        """Open a section (unless it was opened before), fill it in and press a button."""
        data = {**boxes, "seen": seen or self.sign(bid, code), "then": then}
        return self.client.post(edit(bid, code), data)  # type: ignore[return-value]

    def sign(self, bid: Bid, code: str) -> str:
        return str(self.client.get(edit(bid, code)).context["seen"])

    def script(self, bid: Bid, code: str, **boxes: object) -> HttpResponse:
        """What the page's own script sends."""
        data = {"writer": self.user.pk, **boxes}
        return self.client.post(edit(bid, code), data, headers={"accept": "application/json"})  # type: ignore[return-value]


def edit(bid: Bid, code: str) -> str:
    return f"/bids/{bid.reference}/edit/{code}"


def tasks(bid: Bid) -> str:
    return f"/bids/{bid.reference}/tasks"


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.draft()


@pytest.fixture
def ann(cast: Cast) -> Writer:
    return Writer(cast.applicant)


@pytest.fixture
def apply(cast: Cast) -> str:
    return f"/rounds/{cast.round.code}/apply"


class TestStarting:
    def test_a_first_bid_has_the_person_as_its_contact(
        self, cast: Cast, ann: Writer, apply: str
    ) -> None:
        data = {"organisation": cast.organisation.pk, "route": "main"}
        response = ann.client.post(apply, data)
        bid = Bid.objects.get()
        assert response["Location"] == tasks(bid)
        assert (bid.route, bid.contact_name) == (Pot.MAIN, "Ann")
        assert bid.contact_email == "applicant@youth.example"
        assert bid.history.get().by == cast.applicant

    def test_the_next_bid_says_what_the_last_one_said(
        self, cast: Cast, bid: Bid, ann: Writer, apply: str
    ) -> None:
        Bid.objects.filter(pk=bid.pk).update(contact_name="Bea", area="Shepway")
        assert bid.reference in ann.read(apply)
        ann.client.post(apply, {"organisation": cast.organisation.pk, "route": "tactical"})
        new = Bid.objects.get(route=Pot.TACTICAL)
        assert (new.contact_name, new.area, new.safeguarding_policy) == ("Bea", "Shepway", True)
        assert (new.project, new.requested_pence) == ("", None)

    def test_an_officer_starts_one_for_an_organisation_that_bid_here(
        self, cast: Cast, bid: Bid, apply: str
    ) -> None:
        olive = Writer(cast.officer)
        Organisation.objects.create(name="Bids elsewhere", kind="charity")
        words = olive.read(apply)
        assert "Youth Works" in words
        assert "Bids elsewhere" not in words
        data = {"organisation": cast.organisation.pk, "route": "main"}
        response = olive.client.post(apply, data)
        new = Bid.objects.exclude(pk=bid.pk).get()
        assert new.history.get().by == cast.officer
        assert response["Location"] == tasks(new)
        assert "0 of 11" not in olive.read(tasks(new))

    def test_another_organisation_cannot_be_chosen(
        self, cast: Cast, ann: Writer, apply: str
    ) -> None:
        data = {"organisation": cast.rival_organisation.pk, "route": "main"}
        assert ann.client.post(apply, data).status_code == 422
        assert not Bid.objects.exists()

    def test_somebody_without_an_organisation_is_led_to_one(self, cast: Cast, apply: str) -> None:
        assert "you do not belong to one here yet" in Writer(cast.outsider).read(apply)

    @pytest.mark.parametrize(
        ("moment", "words"),
        [
            (at("2019-02-13 08:59"), "You can apply from 9am on Wednesday 13 February 2019."),
            (at("2020-04-01"), "This round closed on 31 March 2020."),
        ],
    )
    def test_no_bid_is_started_outside_the_round(
        self, cast: Cast, ann: Writer, apply: str, moment: object, words: str
    ) -> None:
        with time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
            client = Client()
            client.force_login(cast.applicant)
            response = client.get(apply)
            assert words in words_of(response)  # type: ignore[arg-type]
            client.post(apply, {"organisation": cast.organisation.pk, "route": "main"})
        assert not Bid.objects.exists()

    def test_after_the_deadline_only_the_tactical_route_is_open(
        self, cast: Cast, apply: str
    ) -> None:
        with time_machine.travel(CLOSES, tick=False):
            ann = Writer(cast.applicant)
            assert "You are applying to the tactical pot." in ann.read(apply)
            data = {"organisation": cast.organisation.pk, "route": "main"}
            ann.client.post(apply, data)
        assert Bid.objects.get().route == Pot.TACTICAL

    def test_a_round_that_is_not_published_is_not_there(
        self, cast: Cast, ann: Writer, apply: str
    ) -> None:
        type(cast.round).objects.filter(pk=cast.round.pk).update(published=False)
        assert ann.look(apply).status_code == 404


class TestTheTaskList:
    def test_it_shows_how_far_each_section_is(self, bid: Bid, ann: Writer) -> None:
        words = ann.read(tasks(bid))
        assert "You have completed 10 of 11 sections." in words
        assert "Submit it before midday on Friday 8 March 2019." in words
        assert "The need\nCompleted" in words
        assert "Measures\nYou may leave this out\nNot yet started" in words
        ann.write(bid, "need", "later", need=" ".join(["word"] * 501))
        ann.write(bid, "activities", "later", activities="")
        ann.write(bid, "contact", "later", contact_name="Ann")
        words = ann.read(tasks(bid))
        assert "The need\nThere is a problem" in words
        assert "Activities\nNot yet started" in words
        assert "Organisation and contact\nIn progress" in words

    def test_it_asks_the_database_the_same_however_much_is_there(
        self, cast: Cast, bid: Bid, ann: Writer, django_assert_max_num_queries: object
    ) -> None:
        for number in range(5):
            question = cast.round.questions.create(code=f"q{number}", title="Q", position=number)
            bid.extra_answers.create(question=question, text="A")
            bid.budget_lines.create(category="c", description="d", amount_pence=1)
        with django_assert_max_num_queries(19):  # type: ignore[operator]
            ann.look(tasks(bid))

    def test_a_submitted_bid_has_its_own_page_instead(
        self, cast: Cast, bid: Bid, ann: Writer
    ) -> None:
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
        for address in (tasks(bid), edit(bid, "need")):
            assert ann.look(address)["Location"] == f"/bids/{bid.reference}"


class TestASection:
    def test_continue_leads_to_the_next_and_later_to_the_list(self, bid: Bid, ann: Writer) -> None:
        assert ann.write(bid, "need", need="A.")["Location"] == edit(bid, "activities")
        assert ann.write(bid, "need", "later", need="B.")["Location"] == tasks(bid)
        assert ann.write(bid, "safeguarding", safeguarding_policy="no")["Location"] == tasks(bid)
        assert again(bid).safeguarding_policy is False

    def test_what_is_missing_is_said_and_the_rest_is_saved(self, bid: Bid, ann: Writer) -> None:
        response = ann.write(bid, "project", project="Day café", summary="")
        words = words_of(response)
        assert response.status_code == 422
        assert "Write a short summary of your project" in words
        assert "Saved at 10am" in words
        assert again(bid).project == "Day café"

    def test_an_unfinished_section_says_nothing_of_that_when_it_is_opened(
        self, bid: Bid, ann: Writer
    ) -> None:
        ann.write(bid, "project", "later", project="Day café", summary="")
        assert "Write a short summary" not in ann.read(edit(bid, "project"))

    def test_what_cannot_be_stored_stays_on_the_page_whichever_button_is_pressed(
        self, bid: Bid, ann: Writer
    ) -> None:
        response = ann.write(bid, "money", "later", requested_pence="lots")
        assert response.status_code == 422
        assert 'value="lots"' in response.content.decode()
        page = ann.look(edit(bid, "money"))
        assert 'value="lots"' in page.content.decode()
        assert "“lots” is not an amount" in words_of(page)

    def test_lines_are_added_and_taken_out_without_a_script(self, bid: Bid, ann: Writer) -> None:
        line = {"description_0": "A worker", "category_0": "staffing", "amount_0": "5,000.00"}
        more = {"description_1": "Tea", "category_1": "", "amount_1": ""}
        response = ann.write(bid, "budget", "add", **line, **more)
        assert response.status_code == 200
        page = response.content.decode()
        assert 'value="Tea"' in page
        assert 'name="description_2"' in page
        response = ann.write(bid, "budget", "remove-0", **line, **more)
        page = response.content.decode()
        assert "A worker" not in page
        assert 'name="description_0" type="text" value="Tea"' in page
        assert not bid.budget_lines.exists()

    def test_the_sum_is_said_in_words(self, bid: Bid, ann: Writer) -> None:
        line = {"description_0": "Tea", "category_0": "Food", "amount_0": "4,500"}
        words = words_of(ann.write(bid, "budget", **line))
        assert "That is £500.00 less than the £5,000.00 requested." in words

    def test_both_texts_are_shown_to_the_second_who_saves(
        self, cast: Cast, bid: Bid, ann: Writer
    ) -> None:
        seen = ann.sign(bid, "need")
        Writer(cast.officer).write(bid, "need", need="Theirs.")
        response = ann.write(bid, "need", seen=seen, need="Mine.")
        words = words_of(response)
        assert response.status_code == 409
        assert "Olive saved this section at 10am on Wednesday 20 February 2019" in words
        assert "Why is it needed?\nTheirs.\nMine." in words
        assert again(bid).need == "Theirs."
        sign = response.context["seen"]  # type: ignore[attr-defined]
        assert ann.write(bid, "need", seen=sign, need="Mine.").status_code == 302
        assert again(bid).need == "Mine."

    def test_rows_and_choices_that_differ_are_shown_too(
        self, cast: Cast, bid: Bid, ann: Writer
    ) -> None:
        olive = Writer(cast.officer)
        seen = ann.sign(bid, "budget")
        theirs = {"description_0": "Cake", "category_0": "Food", "amount_0": "5000"}
        olive.write(bid, "budget", **theirs)
        mine = {"description_0": "Tea", "category_0": "Food", "amount_0": "5000"}
        words = words_of(ann.write(bid, "budget", seen=seen, **mine))
        assert "Line 1\nCake\nFood\n5,000.00\nTea\nFood\n5000" in words
        seen = ann.sign(bid, "priorities")
        olive.write(bid, "priorities", "later", pcc="PCC1")
        words = words_of(ann.write(bid, "priorities", seen=seen, partnership="CSP1"))
        assert "Priorities of the PCC\nPut victims first\n(nothing)" in words

    def test_text_for_a_bid_that_was_submitted_meanwhile_stays_on_the_page(
        self, cast: Cast, bid: Bid, ann: Writer
    ) -> None:
        seen = ann.sign(bid, "need")
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
        response = ann.write(bid, "need", seen=seen, need="Too late.")
        assert response.status_code == 422
        assert "is not a draft any more" in words_of(response)
        assert "Too late." in words_of(response)
        assert again(bid).need == "Nowhere to go."

    def test_after_the_deadline_it_says_that_the_bid_is_late(self, cast: Cast, bid: Bid) -> None:
        with time_machine.travel(CLOSES, tick=False):
            ann = Writer(cast.applicant)
            for address in (tasks(bid), edit(bid, "need")):
                assert "ask an officer of Partnership of csp" in ann.read(address)
            assert ann.write(bid, "need", need="Later.").status_code == 302
        assert again(bid).need == "Later."

    @pytest.mark.parametrize("code", ["nothing", "extra-999999", "files"])
    def test_a_section_that_there_is_not(self, bid: Bid, ann: Writer, code: str) -> None:
        assert ann.look(edit(bid, code)).status_code == 404

    @pytest.mark.parametrize(
        "boxes",
        [
            {"contact_name": ["Ann", "Bob"]},
            {"contact_name": "Ann\x00\x07", "contact_email": "a@b\u202e.example"},
            {"contact_name": "x" * 100_000, "contact_email": "y" * 100_000},
            {"contact_email": "\ud7ff\U0001f600"},
            {},
        ],
    )
    def test_bad_input_is_answered_and_kept(
        self, bid: Bid, ann: Writer, boxes: dict[str, object]
    ) -> None:
        response = ann.write(bid, "contact", "continue", seen="", **boxes)
        assert response.status_code == 422
        assert ann.look(edit(bid, "contact")).status_code == 200
        assert ann.look(tasks(bid)).status_code == 200

    @pytest.mark.parametrize("code", ["contact", "dates", "priorities", "money", "budget"])
    def test_a_section_sent_without_a_box_is_not_saved(
        self, bid: Bid, ann: Writer, code: str
    ) -> None:
        response = ann.client.post(edit(bid, code))
        assert response.status_code == 409

    @pytest.mark.parametrize("box", ["amount_999", "amount_٣", "amount_-1", "amount_"])
    def test_boxes_that_the_page_does_not_have_are_no_rows(
        self, bid: Bid, ann: Writer, box: str
    ) -> None:
        assert ann.write(bid, "budget", **{box: "5"}).status_code in {302, 422}


class TestThePagesScript:
    def test_it_is_told_when_the_text_was_saved(self, bid: Bid, ann: Writer) -> None:
        seen = ann.sign(bid, "need")
        told = ann.script(bid, "need", need="Typed.", seen=seen).json()  # type: ignore[attr-defined]
        assert told == {"said": "Saved at 10am", "digest": ann.sign(bid, "need")}
        assert again(bid).need == "Typed."

    def test_it_is_told_that_somebody_else_saved(self, cast: Cast, bid: Bid, ann: Writer) -> None:
        seen = ann.sign(bid, "need")
        Writer(cast.officer).write(bid, "need", need="Theirs.")
        response = ann.script(bid, "need", need="Mine.", seen=seen)
        assert response.status_code == 409
        assert "Olive saved this section" in response.json()["said"]  # type: ignore[attr-defined]
        assert again(bid).need == "Theirs."

    def test_it_does_not_save_for_somebody_who_signed_in_since(
        self, cast: Cast, bid: Bid, ann: Writer
    ) -> None:
        seen = ann.sign(bid, "need")
        response = ann.script(bid, "need", need="Mine.", seen=seen, writer=cast.officer.pk)
        assert response.status_code == 403
        assert again(bid).need == "Nowhere to go."

    def test_it_is_told_that_the_bid_is_no_draft(self, cast: Cast, bid: Bid, ann: Writer) -> None:
        seen = ann.sign(bid, "need")
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
        response = ann.script(bid, "need", need="Mine.", seen=seen)
        assert response.status_code == 409
        assert "not a draft" in response.json()["said"]  # type: ignore[attr-defined]
