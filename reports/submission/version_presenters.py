"""A version that was sent, and what changed in it, on a page."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.models import PartnershipAgreement
from reports.submission.changes import Change, Kind
from reports.submission.versions import Version
from ui.dates import format_date, format_moment
from ui.parts import Column, Content, Fact, Lines, Link, Part, Row, Table

KINDS = {Kind.ADDED: gettext_lazy("Added"), Kind.GONE: gettext_lazy("Gone")}
SHORT = 300
"""Letters of a text that a table shows; the covering report has it in full."""


def version_facts(version: Version) -> list[Fact]:
    """Who sent a version and when, what it is known by, and its files."""
    sent = version.sent
    who = _("%(who)s, %(when)s") % {"who": sent.by, "when": format_moment(sent.at)}
    return [
        Fact(_("Sent by"), who),
        Fact(_("Agreed by"), _agreed(version.agreement)),
        Fact(_("Proposals"), _counted(version)),
        Fact(_("Checksum of the proposals"), sent.checksum),
        Fact(_("Files"), Lines(_files(version))),
    ]


def _agreed(agreement: PartnershipAgreement | None) -> Content:
    if agreement is None:
        return _("No agreement is recorded")
    words = _("%(who)s, on %(day)s")
    said = {"who": agreement.agreed_by, "day": format_date(agreement.agreed_on)}
    return Lines([words % said], agreement.minute)


def _counted(version: Version) -> str:
    rows = version.sent.content["proposals"]
    funded = sum(bool(row["Recommended"]) for row in rows)
    words = ngettext("%(count)s bid proposed", "%(count)s bids proposed", funded)
    others = _("%(reserve)s on reserve, %(others)s not proposed")
    said = {
        "count": funded,
        "reserve": len(rows) - funded,
        "others": len(version.sent.content["not_proposed"]),
    }
    return f"{words % said}, {others % said}"


def _files(version: Version) -> list[Part]:
    sent = version.sent
    where = [sent.round.code, sent.route, sent.version]
    files: list[Part] = [Link(_("Workbook (Excel)"), reverse("submission-version", args=where))]
    if version.has_covering:
        words = _("Covering report (Word)")
        files.append(Link(words, reverse("submission-covering", args=where)))
        files.append(_("its SHA-256: %(code)s") % {"code": sent.covering_checksum})
    return files


def changes_table(changes: Sequence[Change], caption: str) -> Table:
    """What changed, the bids in rank order."""
    return Table(
        caption=caption,
        columns=[Column(_("What changed")), Column(_("Before")), Column(_("Now"))],
        rows=[_row(one) for one in changes],
    )


def _row(one: Change) -> Row:
    what: Part = str(KINDS[one.kind]) if one.kind in KINDS else one.column
    if one.reference:
        link = Link(one.reference, reverse("bid", args=[one.reference]))
        about = Lines([link, what], one.about)
    else:
        about = Lines([one.about, what])
    return [about, _short(one.before), _short(one.after)]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"
