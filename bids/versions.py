"""What a bid said each time that it was submitted: frozen with its checksum, and never changed.

An answer is kept as it was given (pence, ISO dates, codes) beside the words of its question, because a
round may word its questions anew. Bids from before versions were kept have none until they are sent
back: until then only a draft's answers change, so what they say now is what was sent.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from base.models import Note
from base.verbs import verb
from bids.attachments import files_of
from bids.models import Bid, Version
from bids.states import Arrow
from rounds.questions import Asked, questions_of

Content = dict[str, Any]


@dataclass(frozen=True)
class Declaration:
    """What the person who sends a bid declares; each was ticked."""

    authorised: bool
    true: bool
    consent: bool


def content(bid: Bid, declaration: Declaration | None = None) -> Content:
    """Everything that a bid says now."""
    extra = dict(bid.extra_answers.values_list("question__code", "text"))
    organisation = bid.organisation
    return {
        "reference": bid.reference,
        "round": bid.round.title,
        "route": bid.route,
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "charity_number": organisation.charity_number,
            "company_number": organisation.company_number,
        },
        "answers": [
            {
                "code": asked.code,
                "question": str(asked.title),
                "extra": asked.is_extra,
                "said": _said(bid, asked, extra),
            }
            for asked in questions_of(bid.round)
        ],
        "files": [
            {
                "pk": file.pk,
                "name": file.name,
                "what": file.asked.title if file.asked else "",
                "size": file.size,
                "checksum": file.checksum,
            }
            for file in files_of(bid).select_related("asked")
        ],
        "declaration": {
            "authorised": declaration.authorised,
            "true": declaration.true,
            "consent": declaration.consent,
        }
        if declaration
        else None,
    }


def _said(bid: Bid, asked: Asked, extra: dict[str, str]) -> Any:
    if asked.is_extra:
        return extra.get(asked.code, "")
    match asked.code:
        case "contact":
            return {"name": bid.contact_name, "email": bid.contact_email}
        case "dates":
            return {
                "starts": bid.starts_on.isoformat() if bid.starts_on else None,
                "ends": bid.ends_on.isoformat() if bid.ends_on else None,
            }
        case "priorities":
            return [
                {"owner": one.owner, "code": one.code, "title": one.title}
                for one in bid.priorities.order_by("position")
            ]
        case "budget":
            return [
                {
                    "category": line.category,
                    "description": line.description,
                    "pence": line.amount_pence,
                }
                for line in bid.budget_lines.all()
            ]
        case "measures":
            return list(bid.measures.values("name", "baseline", "target", "evidence"))
        case _:
            return getattr(bid, asked.fields[0])


def canonical(said: Content) -> str:
    """The one text of a content."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checksum(text: str) -> str:
    """SHA-256 of a version's text."""
    return hashlib.sha256(text.encode()).hexdigest()


@verb
def freeze(*, bid: Bid, declaration: Declaration | None = None) -> Version:
    """Keep what a bid says, as of its last submission."""
    sent = bid.history.filter(transition=Arrow.SUBMIT).latest("pk")
    text = canonical(content(bid, declaration))
    return Version.objects.create(
        bid=bid,
        number=bid.versions.count() + 1,
        note=Note.objects.create(text=text),
        checksum=checksum(text),
        at=sent.at,
        by=sent.by,
    )


def keep_what_was_sent(bid: Bid) -> None:
    """Before a bid changes again: freeze what was sent, where that was before versions were kept."""
    if not bid.versions.exists():
        freeze(bid=bid)


def read(version: Version) -> Content:
    """What a version says; one whose text was erased for privacy says nothing."""
    found: Content = json.loads(version.note.text or '{"answers": [], "files": []}')
    return found


def is_unaltered(version: Version) -> bool:
    """Whether a version's text is what its checksum says, unless it was erased for privacy."""
    return not version.note.text or checksum(version.note.text) == version.checksum


def last_sent(bid: Bid) -> Content:
    """What a bid said when it was submitted last."""
    version = bid.versions.select_related("note").last()
    return read(version) if version else content(bid)
