"""The council's own look for the report: a Word template that an officer uploads."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from base.errors import Refused
from base.verbs import verb
from people.models import Partnership, User
from people.permissions import Permission, require
from reports.committee.content import TO_ENTER, Report
from reports.models import HouseStyle
from reports.word.document import Paper
from reports.word.examining import examine
from reports.word.table import Column, Row
from reports.word.template import REPORT

FIELDS: Mapping[str, str | Promise] = {
    REPORT: lazy("The report itself, in a paragraph of its own"),
    "title": lazy("The report’s title"),
    "meeting": lazy("The committee"),
    "date": lazy("The day of the meeting"),
    "partnership": lazy("The partnership"),
    "year": lazy("The financial year"),
    "author": lazy("The lead officer"),
    "head of service": lazy("The lead head of service"),
    "classification": lazy("The classification"),
    "wards": lazy("The wards affected"),
}
"""The fields that a template may have, and what stands in their place."""
BEGINNING = datetime(1998, 7, 31, tzinfo=UTC)
"""What a file is dated that tells of nothing that happened: the day of the Crime and Disorder Act."""


def fields_of(report: Report) -> dict[str, str]:
    """The words for each field of a template."""
    front = dict(report.front)
    return {
        "title": report.title,
        "meeting": report.committee,
        "date": report.day,
        "partnership": report.partnership,
        "year": report.financial_year,
        "author": report.author,
        "head of service": front["Lead Head of Service"] or TO_ENTER,
        "classification": front["Classification"],
        "wards": front["Wards affected"],
    }


def style_of(partnership: Partnership) -> bytes | None:
    """The template that a partnership's reports are written with; nothing for our own look (one query)."""
    rows = HouseStyle.objects.filter(partnership=partnership, ended_at=None)
    found = rows.values_list("file", flat=True).first()
    return None if found is None else bytes(found)


@verb
def keep_house_style(
    *, partnership: Partnership, name: str, content: bytes, by: User
) -> HouseStyle:
    """Keep a template for the partnership's reports from now on. Raises ``Refused``, saying why, for
    what no report can be written with.
    """
    require(by, Permission.SEND_SUBMISSION, partnership)
    kept = examine(name, content, FIELDS)
    _try_out(name, kept)
    _end(partnership)
    return HouseStyle.objects.create(
        partnership=partnership,
        name=name[:200],
        file=kept,
        checksum=hashlib.sha256(kept).hexdigest(),
        by=by,
    )


@verb
def own_style_again(*, partnership: Partnership, by: User) -> None:
    """Write the reports in the service's own look again."""
    require(by, Permission.SEND_SUBMISSION, partnership)
    if not _end(partnership):
        raise Refused(_("The reports have the service’s own look already."))


def _end(partnership: Partnership) -> int:
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    rows = HouseStyle.objects.filter(partnership=partnership, ended_at=None)
    return rows.update(ended_at=timezone.now())


def _try_out(name: str, template: bytes) -> None:
    """Write a little of everything with it, so that no report fails later."""
    try:
        paper = _paper(template, dict.fromkeys(FIELDS, name))
        paper.title(name)
        paper.heading("Heading", numbered=True)
        paper.heading("Heading", 2)
        paper.paragraph("Words")
        paper.bullets(["A point"])
        paper.numbers(["A point"])
        paper.table("Table", (Column("Column", 5.0),), [Row(["Cell"])])
        paper.note("A note")
        paper.save()
    except Exception:  # python-docx raises whatever the template made it stumble over
        raise Refused(
            _(
                "A report cannot be written with %(name)s. Open it in Word, save it as “Word document "
                "(.docx)” and upload that."
            )
            % {"name": name}
        ) from None


def starter() -> bytes:
    """A template to begin with: the service's own look, with its fields."""
    paper = _paper(None, {})
    paper.line("{{ meeting }}", bold=True)
    paper.line("{{ date }}")
    paper.title("{{ title }}")
    paper.plain("{{ report }}")
    return paper.save()


def _paper(template: bytes | None, fields: Mapping[str, str]) -> Paper:
    return Paper(
        title="House style",
        author="",
        subject="",
        footer="{{ title }}",
        at=BEGINNING,
        template=template,
        fields=fields,
    )
