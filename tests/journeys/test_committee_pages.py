"""The committee report's pages: the words part by part, the preview and the files."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from reports.committee.actions import parts_of, sign_of, write_part
from reports.committee.html import shares_of
from reports.models import ReportWords
from tests.cast import Cast


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def address(cast: Cast, rest: str = "") -> str:
    return f"/rounds/{cast.round.code}/committee{rest}"


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def post(client: Client, cast: Cast, part: str, **fields: str) -> Any:
    seen = sign_of(parts_of(cast.round)[part])
    return client.post(address(cast, f"/parts/{part}"), {"seen": seen, **fields})


def test_the_page_lists_each_part_and_what_is_left_to_do(officer: Client, cast: Cast) -> None:
    page = said(officer.get(address(cast)))
    for words in ("Executive summary", "Procurement", "Drafted from the figures", "To be entered"):
        assert words in page
    assert "Still to be entered: Lead Head of Service." in page
    assert "10 of the 10 implications are not signed." in page


def test_an_officer_writes_a_part_and_the_preview_has_it(officer: Client, cast: Cast) -> None:
    answer = post(officer, cast, "summary", text="All is <b>well</b>.")
    assert answer.status_code == 302
    assert "“Executive summary” is saved." in said(officer.get(address(cast)))
    assert "All is &lt;b&gt;well&lt;/b&gt;." in said(officer.get(address(cast, "/preview")))


def test_an_officer_tells_a_projects_story_in_their_own_words(officer: Client, cast: Cast) -> None:
    bid = cast.paid()
    assert f"{bid.reference} {bid.project}" in said(officer.get(address(cast)))
    code = f"project-{bid.reference}"
    page = said(officer.get(address(cast, f"/parts/{code}")))
    assert "The rating, the people reached and the money follow by themselves." in page
    assert post(officer, cast, code, text="What it does. Tea.").status_code == 302
    preview = said(officer.get(address(cast, "/preview")))
    assert "<strong>What it does.</strong> Tea." in preview
    assert "£5,000.00 has been paid." in preview
    assert officer.get(address(cast, "/parts/project-NO-SUCH")).status_code == 404


def test_words_stay_when_figures_move_and_both_drafts_are_shown(
    officer: Client, cast: Cast
) -> None:
    post(officer, cast, "summary", text="So far, so good.")
    cast.approved()
    page = said(officer.get(address(cast)))
    assert "Figures moved" in page
    assert "The figures moved since somebody wrote: Executive summary." in page
    part = said(officer.get(address(cast, "/parts/summary")))
    for words in ("So far, so good.", "Drafted now", "1 project has been commissioned"):
        assert words in part
    assert "Drafted then" in part
    assert "No project has been commissioned yet." in part
    assert post(officer, cast, "summary", back="1").status_code == 302
    assert "1 project has been commissioned" in said(officer.get(address(cast, "/preview")))


def test_of_two_officers_the_second_sees_both_texts_and_decides(
    officer: Client, cast: Cast
) -> None:
    seen = sign_of(parts_of(cast.round)["risk"])
    write_part(round=cast.round, code="risk", text="Mine.", seen=seen, by=cast.officer)
    answer = officer.post(address(cast, "/parts/risk"), {"seen": seen, "text": "Theirs."})
    assert answer.status_code == 409
    page = said(answer)
    assert "This part changed while you had it open" in page
    assert "Mine." in page
    assert "Theirs." in page
    assert ReportWords.objects.get().text == "Mine."
    again = answer.context["form"]["seen"].value()
    answer = officer.post(address(cast, "/parts/risk"), {"seen": again, "text": "Both."})
    assert answer.status_code == 302
    assert ReportWords.objects.get().text == "Both."


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("summary", " ", "Write the words, or use the drafted text"),
        ("summary", "x" * 30_001, "30,000 fit"),
        ("wards", "w" * 201, "200 fit"),
        ("summary", "a\x00b", "control characters"),
        ("summary", "a\u202eb", "turn the direction"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(
    officer: Client, cast: Cast, part: str, text: str, told: str
) -> None:
    answer = post(officer, cast, part, text=text)
    assert answer.status_code == 422
    assert told in said(answer)
    assert not ReportWords.objects.exists()


def test_long_words_emoji_and_welsh_are_kept(officer: Client, cast: Cast) -> None:
    text = "Tŷ Gwyn 🎉. " * 2_400
    assert post(officer, cast, "summary", text=text).status_code == 302
    assert officer.get(address(cast, "/report.pdf")).content.startswith(b"%PDF")
    assert officer.get(address(cast, "/preview")).status_code == 200


def test_others_read_and_do_not_write(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.auditor)
    page = said(client.get(address(cast, "/parts/summary")))
    assert "Save these words" not in page
    assert "What stands in the report" in page
    assert post(client, cast, "summary", text="X").status_code == 403
    assert client.get(address(cast, "/parts/nothing")).status_code == 404


def test_what_was_typed_when_the_session_ended_is_found_again(cast: Cast) -> None:
    client = Client()
    posted = {"text": "Typed too late.", "writer": str(cast.officer.pk)}
    answer = client.post(address(cast, "/parts/summary"), posted)
    assert answer.status_code == 302
    client.force_login(cast.officer)
    assert "Typed too late." in said(client.get(address(cast, "/parts/summary")))


def test_the_pdf_is_a_file_with_a_name(officer: Client, cast: Cast) -> None:
    answer = officer.get(address(cast, "/report.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert f"committee-report-{cast.round.code}.pdf" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


# Figures and their records


def test_every_figure_leads_to_its_records_and_they_add_up(officer: Client, cast: Cast) -> None:
    bids = [cast.approved(pence) for pence in (100_000, 250_000)]
    page = said(officer.get(address(cast, "/figures")))
    assert "Main route: awarded" in page
    assert "£3,500.00" in page
    hrefs = re.findall(r'href="([^"]*/figures/[^"]*)"', page)
    assert address(cast, "/figures/awarded-main") in hrefs
    for href in hrefs:
        assert officer.get(href).status_code == 200
    figure = said(officer.get(address(cast, "/figures/awarded-main")))
    assert "Together" in figure
    for bid in bids:
        assert f'href="/bids/{bid.reference}"' in figure
    assert officer.get(address(cast, "/figures/nothing")).status_code == 404


def test_many_records_stand_on_several_pages(officer: Client, cast: Cast) -> None:
    for _number in range(51):
        cast.approved(1_000)
    first = said(officer.get(address(cast, "/figures/projects-main")))
    assert "Together" not in first
    (after,) = re.findall(r'href="(\?after=[^"]*)"', first)
    second = said(officer.get(address(cast, f"/figures/projects-main{after}")))
    assert "Together" in second
    assert second.count('href="/bids/') == 1


# The exempt appendix


def test_the_exempt_appendix_is_a_file_for_who_has_no_stake(officer: Client, cast: Cast) -> None:
    bid = cast.declined()
    answer = officer.get(address(cast, "/exempt.docx"))
    assert f"exempt-appendix-{cast.round.code}.docx" in answer["Content-Disposition"]
    bid.organisation.members.add(cast.officer)
    answer = officer.get(address(cast, "/exempt.docx"))
    assert answer.status_code == 403
    assert "You have an interest" in said(answer)


# The house style


def template(*lines: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def upload(client: Client, cast: Cast, content: bytes) -> Any:
    file = SimpleUploadedFile("council.docx", content)
    return client.post(f"/partnerships/{cast.round.partnership.code}/house-style", {"file": file})


def test_an_officer_uploads_a_template_and_goes_back_to_our_own_look(
    officer: Client, cast: Cast
) -> None:
    cast.sifted()
    where = f"/partnerships/{cast.round.partnership.code}/house-style"
    assert "No template is in use" in said(officer.get(where))
    assert upload(officer, cast, template("{{ report }}", "The end.")).status_code == 302
    page = said(officer.get(where))
    assert "council.docx" in page
    assert officer.get(f"{where}/file.docx").status_code == 200
    report = officer.get(f"/rounds/{cast.round.code}/committee-report.docx")
    assert Document(io.BytesIO(report.content)).paragraphs[-1].text == "The end."
    assert officer.post(where, {"end": "1"}).status_code == 302
    report = officer.get(f"/rounds/{cast.round.code}/committee-report.docx")
    assert Document(io.BytesIO(report.content)).paragraphs[-1].text != "The end."


def test_a_template_that_will_not_do_says_what_to_mend(officer: Client, cast: Cast) -> None:
    answer = upload(officer, cast, template("{{ report }}", "{{ mayor }}"))
    assert answer.status_code == 422
    assert "council.docx has the field {{ mayor }}" in said(answer)
    answer = upload(officer, cast, b"not a document")
    assert "is not a Word document (.docx)" in said(answer)


def test_the_template_to_begin_with_is_one_that_can_be_uploaded(
    officer: Client, cast: Cast
) -> None:
    where = f"/partnerships/{cast.round.partnership.code}/house-style"
    content = officer.get(f"{where}/begin.docx").content
    assert upload(officer, cast, content).status_code == 302


@pytest.mark.parametrize(
    ("widths", "shares"),
    [
        ([4.4, 12.2], ["one-quarter", "two-thirds"]),
        ([2.2, 3.6, 3.6, 3.6, 3.6], ["", "", "", "", ""]),
        ([4, 4, 4, 4], ["", "", "", ""]),
    ],
)
def test_the_wide_columns_of_a_table_leave_room_for_the_others(
    widths: list[float], shares: list[str]
) -> None:
    assert shares_of(widths) == shares
