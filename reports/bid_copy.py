"""A bid as it was sent, in a Word file that its organisation can keep."""

from django.utils.translation import gettext as _

from bids.blind import shown_organisation
from bids.models import Bid, Version
from bids.version_presenters import declared_lines, facts_of, file_words
from bids.versions import Content
from reports.word.document import Paper
from ui.dates import format_moment


def render(
    bid: Bid, version: Version | None, said: Content, *, contact: bool, blind: bool = False
) -> bytes:
    """The file. A bid from before versions were kept has no version; then its last submission dates it.

    ``contact`` is for those who may know whom to write to; ``blind`` for those who may not know who bids.
    """
    at = version.at if version else bid.history.filter(transition="submit").latest("pk").at
    number = version.number if version else 1
    paper = Paper(
        title=f"{bid.reference} {bid.project}",
        author=bid.organisation.name if contact else bid.round.partnership.name,
        subject=bid.round.title,
        footer=f"{bid.reference} · {shown_organisation(bid, blind=blind)}",
        at=at,
    )
    paper.title(bid.project or bid.reference)
    sent = _("%(bid)s, version %(number)s, sent at %(when)s")
    paper.line(sent % {"bid": bid.reference, "number": number, "when": format_moment(at)})
    for fact in facts_of(said, contact=contact):
        paper.heading(fact.key, 2)
        for text in "\n".join(str(part) for part in fact.value.parts).split("\n"):
            if text.strip():
                paper.plain(text)
    if said["files"]:
        paper.heading(_("Files"), 2)
        paper.bullets(file_words(file) for file in said["files"])
    if declared := declared_lines(said):
        paper.heading(_("Declaration"), 2)
        paper.bullets(declared)
    if version and not blind:
        paper.note(_("Checksum (SHA-256): %(sum)s") % {"sum": version.checksum})
    return paper.save()
