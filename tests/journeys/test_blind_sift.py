"""The blind sift: a panel member of a blind round does not see whose a bid is until it is sifted."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from base.models import Note
from bids.actions import send_back, submit
from bids.attachments import attach
from bids.models import Attachment, Bid
from bids.queries import answer, ask
from bids.versions import Declaration
from people.models import Organisation, User
from rounds.models import Round
from scoring.actions import reject
from scoring.gates import Result, check_gates
from scoring.models import Discussion, GateCheck
from tests.cast import CLOSES, SUBMITTED, Cast, again, at, later
from tests.files import pdf
from tests.journeys.conftest import Look, Read
from tests.journeys.scene import Scene
from tests.journeys.walk import addresses, differing, telling, texts_of, walk

NOW = at("2019-07-01 10:00")
"""After all that the scene has of claims and payments, so that every page is walked."""


@pytest.fixture
def file(cast: Cast) -> Attachment:
    """The second file of a bid that was sent in a blind round."""
    Round.objects.update(blind=True)
    cast.round.blind = True
    cast.organisation.charity_number = "1999001"
    cast.organisation.save()
    bid = cast.draft()
    for name, content in (("plan.pdf", pdf()), ("youth-works-accounts.pdf", pdf(words="Accounts"))):
        attach(bid=bid, name=name, content=content, by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    return bid.attachments.latest("pk")


@pytest.fixture
def bid(cast: Cast, file: Attachment) -> Bid:
    """Its bid, of which two panel members declared that they have no interest."""
    cast.declare(cast.panel_member)
    cast.declare(cast.second_panel_member)
    return again(file.bid)


PAGES = ("", "/copy", "/changes", "/files")
SECRETS = ("Youth Works", "youth-works", "1999001", "charity", "applicant@youth.example")


@pytest.mark.parametrize("page", PAGES)
def test_the_panel_does_not_see_whose_a_bid_is(cast: Cast, bid: Bid, look: Look, page: str) -> None:
    body = look(cast.panel_member, f"/bids/{bid.reference}{page}").content.decode()
    assert [secret for secret in SECRETS if secret in body] == []
    if page != "/copy":
        assert "Applicant hidden until the sift" in body


def test_who_reads_the_papers_or_belongs_is_not_blind(cast: Cast, bid: Bid, read: Read) -> None:
    for person in (cast.officer, cast.auditor, cast.decision_maker, cast.applicant):
        assert "Youth Works" in read(person, f"/bids/{bid.reference}")
    bid.organisation.members.add(cast.panel_member)
    assert "Youth Works" in read(cast.panel_member, f"/bids/{bid.reference}")


def test_the_sift_shows_whose_they_are(cast: Cast, bid: Bid, read: Read, look: Look) -> None:
    cast.score((bid, cast.panel_member, 4))
    cast.sift(bid)
    words = read(cast.second_panel_member, f"/bids/{bid.reference}")
    assert "Youth Works" in words
    assert "youth-works-accounts.pdf" in words
    list_of = f"/rounds/{cast.round.code}/bids"
    assert "Youth Works" in read(cast.panel_member, list_of)
    assert bid.reference in read(cast.panel_member, f"{list_of}?words=youth")
    assert bid.reference in read(cast.panel_member, f"{list_of}?organisation=youth")


def test_a_file_has_a_number_for_a_name(cast: Cast, bid: Bid, file: Attachment, look: Look) -> None:
    address = f"/bids/{bid.reference}/files/{file.pk}"
    blind, open_ = look(cast.panel_member, address), look(cast.officer, address)
    assert blind["Content-Disposition"] == 'attachment; filename="File 2.pdf"'
    assert open_["Content-Disposition"] == 'attachment; filename="youth-works-accounts.pdf"'
    for download in (blind, open_):
        download.getvalue()
    for page in ("", "/copy", "/files"):
        body = look(cast.panel_member, f"/bids/{bid.reference}{page}").content.decode()
        assert "File 2.pdf" in body


def test_the_list_does_not_find_by_what_it_hides(cast: Cast, bid: Bid, read: Read) -> None:
    address = f"/rounds/{cast.round.code}/bids"
    for query in ("words=youth", "organisation=youth"):
        assert "0 bids are as you asked." in read(cast.panel_member, f"{address}?{query}")
        assert "1 bids are as you asked." in read(cast.officer, f"{address}?{query}")
    assert bid.reference in read(cast.panel_member, f"{address}?words=night")


def test_what_officers_noted_and_a_checksum_are_left_out(
    cast: Cast, bid: Bid, look: Look, read: Read
) -> None:
    result = Result(passed=True, note="Youth Works has accounts")
    check_gates(bid=bid, results={cast.gate: result}, by=cast.officer)
    page = f"/bids/{bid.reference}"
    assert "Youth Works has accounts" in read(cast.officer, page)
    assert "Youth Works has accounts" not in read(cast.panel_member, page)
    checksum = bid.versions.get().checksum
    for way in ("copy", "copy.docx"):
        office, panel = (
            "".join(texts_of(look(person, f"{page}/{way}").content))
            for person in (cast.officer, cast.panel_member)
        )
        assert checksum in office
        assert checksum not in panel


FIRST = ("Aardvark", "aardvark", "1999111", "09991111")
LAST = ("Zebra", "zebra", "1999222", "09992222")
"""Who bids, in two worlds: the name, as it stands in addresses too, and the numbers."""


DECLARING = ("/interests",)
"""A member must know who bids to say where they have an interest; not which bid is whose."""


class Blind(Scene):
    """A scene in a blind round: beside it, an organisation whose two bids are not sifted.

    One was sent twice, with files, and a question about it answered, and discussed; one failed a gate.
    """

    def __post_init__(self) -> None:
        cast = self.cast
        super().__post_init__()
        assert self.scenario, "is of the bid that is sifted"
        Round.objects.update(blind=True)
        name, lower, charity, company = FIRST
        self.ann = User.objects.create_user(f"ann@{lower}.example", name=f"Ann {name}")
        self.organisation = Organisation.objects.create(
            name=f"{name} Aid",
            kind=f"{lower} trust",
            charity_number=charity,
            company_number=company,
            address=f"{name} House",
        )
        self.organisation.members.add(self.ann)
        bid = self._sent_twice()
        self.bid, self.file = again(bid), bid.attachments.earliest("pk")
        self.to_score = self.discussed = self.bid
        for criterion in cast.round.criteria.all():
            self.bid.scores.create(member=cast.panel_member, criterion=criterion, points=3)
        Discussion.objects.create(bid=self.bid, revealed_by=cast.officer)
        failed = self._bid()
        submit(bid=failed, by=self.ann, at=SUBMITTED, reason=f"For {name}")
        result = Result(passed=False, note=f"{name} buys cameras")
        check = check_gates(bid=again(failed), results={cast.gate: result}, by=cast.officer)[0]
        cast.declare(cast.panel_member)
        reject(bid=again(failed), check=check, by=cast.officer)

    def _bid(self) -> Bid:
        bid = self.cast.draft(300_000, organisation=self.organisation, by=self.ann)
        Bid.objects.filter(pk=bid.pk).update(
            contact_name=self.ann.name, contact_email=self.ann.email
        )
        return again(bid)

    def _sent_twice(self) -> Bid:
        bid, lower, when = self._bid(), FIRST[1], SUBMITTED
        declared = Declaration(authorised=True, true=True, consent=True)
        for place in (1, 2):
            content = pdf(words=str(place))
            attach(bid=bid, name=f"{lower} {place}.pdf", content=content, by=self.ann)
            bid = submit(bid=bid, by=self.ann, at=when, declaration=declared)
            if place == 1:
                when = later(bid)
                send_back(bid=bid, by=self.cast.officer, reason=lower, change_by=CLOSES, at=when)
        due = timezone.now() + timedelta(days=1)
        asked = ask(bid=bid, question="Who else pays?", due=due, by=self.cast.officer)
        answer(query=asked, answer="Nobody.", by=self.ann)
        return bid

    def rename(self) -> None:
        """Make the world another one, in which somebody else bids."""
        for model in (Organisation, User, Bid, Attachment, Note, GateCheck):
            for row in model._default_manager.all():
                for field in row._meta.concrete_fields:
                    value = getattr(row, field.attname)
                    if isinstance(value, str) and any(word in value for word in FIRST):
                        for word, other in zip(FIRST, LAST, strict=True):
                            value = value.replace(word, other)
                        rows = model._default_manager.filter(pk=row.pk)
                        rows.update(**{field.attname: value})


def test_nothing_that_a_blind_panel_opens_tells_who_bids(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        scene = Blind(cast)
        place = f"/rounds/{cast.round.code}/bids"
        queries = (
            "sort=organisation",
            "sort=organisation&order=down",
            "words=ardvar",
            "organisation=ebr",
            "organisation=aid",
        )
        page = f"/bids/{scene.bid.reference}"
        begin = addresses(scene, f"{page}/files", *(f"{place}?{query}" for query in queries))
        before = walk(cast.panel_member, begin, passes=DECLARING)
        scene.rename()
        after = walk(cast.panel_member, begin, passes=DECLARING)
        officer = walk(cast.officer, [page])
    for opened in (page, f"{page}/copy", f"{page}/copy.docx", f"{page}/changes", f"{page}/files"):
        assert before[opened].startswith("200"), opened
    for name in ("score", "panel-day"):
        assert "Applicant hidden" in before[f"{page}/{name}"], name
    assert telling(before, FIRST) + telling(after, LAST) == []
    assert differing(before, after) == []
    assert telling(officer, LAST) != []


def test_applicants_of_a_blind_round_are_asked_not_to_name_themselves(
    cast: Cast, bid: Bid, read: Read
) -> None:
    words = "Do not name your organisation or its people"
    draft = cast.draft()
    for page in ("edit/need", "files"):
        assert words in read(cast.applicant, f"/bids/{draft.reference}/{page}")
    assert words not in read(cast.applicant, f"/bids/{draft.reference}/edit/contact")
    cast.round.blind = False
    cast.round.save()
    assert words not in read(cast.applicant, f"/bids/{draft.reference}/edit/need")
