"""The panel pack: all that a panel member needs to score their bids, as one PDF to print.

What anybody wrote reaches the page as data, never as the page's own markup: the template
(``pack.typ``) is given one JSON text.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.blind import hidden_file_names, shown_organisation, without_names
from bids.models import Bid, Query, Version
from bids.presenters import title
from bids.version_presenters import CONTACT, answer_words, file_words
from bids.versions import Content, content, read
from people.models import User
from reports.charts import fonts
from reports.letters import printable
from rounds.models import Criterion, Owner, Round
from rounds.presenters import ROUTES
from scoring.to_score import ToScore
from ui.dates import format_date
from ui.money import format_pence

TEMPLATE = Path(__file__).with_name("pack.typ")
Data = dict[str, Any]
HEADING = ("project", CONTACT)
"""Answers that stand elsewhere, or that the panel is not shown."""
SHORT = (
    "area",
    "dates",
    "people-to-reach",
    "requested",
    "least",
    "match-funding",
    "safeguarding",
)
"""Answers of a few words, which stand together at the head of a bid."""


def render(round: Round, member: User, found: ToScore, *, hidden: Collection[int] = ()) -> bytes:
    """The PDF of a member's bids, tagged for screen readers (PDF/UA-1). ``hidden`` are the
    keys of bids of which they do not see who bids.
    """
    data = printable_data(pack(round, member, found, hidden))
    pdf = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"pack": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(pdf)


def printable_data(value: Any) -> Any:
    """The same data with every text made of letters that can be drawn."""
    if isinstance(value, dict):
        return {key: printable_data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(part) for part in value]
    return printable(str(value))


def pack(round: Round, member: User, found: ToScore, hidden: Collection[int] = ()) -> Data:
    """What the pack says, in the order of its pages. Six queries, whatever the number of bids."""
    criteria = list(round.criteria.all())
    said, asked = _said(found.bids), _asked(found.bids)
    names = hidden_file_names(hidden)
    for pk in hidden:
        said[pk] = without_names(said[pk], names[pk])
    return {
        "words": _words(),
        "title": _("Panel pack: %(round)s") % {"round": round.title},
        "footer": f"{round.title} · {member}",
        "author": round.partnership.name,
        "round": round.title,
        "cover": _cover(round, member, found),
        "steps": _steps(found, blind=bool(hidden)),
        "priorities": _priorities(round),
        "criteria": [_criterion(one) for one in criteria],
        "grid": [[one.title, _("Weight %(weight)s") % {"weight": one.weight}] for one in criteria],
        "bids": [
            _bid(bid, said[bid.pk], asked[bid.pk], blind=bid.pk in hidden) for bid in found.bids
        ],
    }


def _words() -> dict[str, str]:
    """The words that the pages themselves say."""
    return {
        "what to do": _("What to do"),
        "contents": _("Contents"),
        "priorities": _("What the money is for"),
        "criteria": _("What you score, and how"),
        "points": _("Points"),
        "meaning": _("What they mean"),
        "guidance": _("What to look for"),
        "criterion": _("Criterion"),
        "score": _("Score, 0 to 5"),
        "comment": _("Comment"),
        "your scores": _("Your scores"),
        "page": _("Page"),
        "of": _("of"),
        "files": _("Files"),
        "files note": _("They can be opened on the bid’s page."),
        "questions": _("Questions and answers"),
        "question": _("Question"),
        "answer": _("Answer"),
    }


def _cover(round: Round, member: User, found: ToScore) -> list[list[str]]:
    routes = {bid.route for bid in found.bids}
    return [
        [_("For"), str(member)],
        [_("Panel meets"), format_date(round.panel)],
        [_("Route"), ", ".join(words for route, words in ROUTES.items() if route in routes)],
        [_("Bids in this pack"), str(len(found.bids))],
    ]


def _steps(found: ToScore, *, blind: bool) -> list[str]:
    steps = [
        _("Read what you score first, then each bid. Every bid begins on a page of its own."),
        _(
            "Score alone. Do not talk about a bid with anybody before the panel meets, nor about "
            "your scores."
        ),
        _(
            "Give each bid 0 to 5 points, in whole numbers, for every criterion, and say why in a "
            "few words."
        ),
        _(
            "Enter your scores on the bid’s page, or send them to an officer in your scoring "
            "workbook."
        ),
        _(
            "If you find that you have an interest in a bid, stop reading, leave it without scores "
            "and tell an officer."
        ),
        _("Keep this pack to yourself, and shred it when the panel has met."),
    ]
    if blind:
        steps.insert(1, _("Who bids is not shown to you. Do not try to guess it."))
    if found.undeclared:
        more = ngettext(
            "%(count)s more bid is not in this pack, because you have not said yet whether you "
            "have an interest in who bids.",
            "%(count)s more bids are not in this pack, because you have not said yet whether you "
            "have an interest in who bids.",
            found.undeclared,
        )
        steps.append(more % {"count": found.undeclared})
    return steps


def _priorities(round: Round) -> list[Data]:
    owners = {
        Owner.PCC: _("Priorities of the %(owner)s") % {"owner": round.funder.short_name},
        Owner.PARTNERSHIP: _("Priorities of the %(owner)s") % {"owner": round.partnership.name},
    }
    rows = list(round.priorities.all())
    return [
        {"owner": words, "rows": [[one.code, one.title] for one in rows if one.owner == owner]}
        for owner, words in owners.items()
    ]


def _criterion(one: Criterion) -> Data:
    floor = _("A bid whose score here is below %(floor)s is not recommended.")
    return {
        "title": one.title,
        "weight": _("Weight %(weight)s") % {"weight": one.weight},
        "floor": floor % {"floor": one.floor.normalize()} if one.floor else "",
        "guidance": paragraphs(one.guidance),
        "points": [[str(points), words] for points, words in enumerate(one.descriptors)],
    }


def paragraphs(text: str) -> list[str]:
    """A text by its paragraphs."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _said(bids: Sequence[Bid]) -> dict[int, Content]:
    """What each bid said when it was sent last, in one query but for bids from before versions."""
    versions = Version.objects.filter(bid__in=[bid.pk for bid in bids]).select_related("note")
    sent = {version.bid_id: version for version in versions.order_by("number")}
    return {bid.pk: read(sent[bid.pk]) if bid.pk in sent else content(bid) for bid in bids}


def _asked(bids: Sequence[Bid]) -> Mapping[int, list[Query]]:
    found: dict[int, list[Query]] = defaultdict(list)
    for query in Query.objects.filter(bid__in=[bid.pk for bid in bids]).exclude(answer=""):
        found[query.bid_id].append(query)
    return found


def _bid(bid: Bid, said: Content, asked: Iterable[Query], *, blind: bool) -> Data:
    facts = [
        [_("Organisation"), shown_organisation(bid, blind=blind)],
        [_("Type of organisation"), "" if blind else bid.organisation.kind],
        [_("Route"), ROUTES[bid.route]],
    ]
    given = [answer for answer in said["answers"] if answer["code"] not in HEADING]
    short = [one for one in given if one["code"] in SHORT]
    facts += [[one["question"], answer_words(one)] for one in short]
    return {
        "reference": bid.reference,
        "title": title(bid),
        "facts": [fact for fact in facts if fact[1]],
        "answers": [one for answer in given if answer not in short and (one := _answer(answer))],
        "questions": [
            {"question": query.question, "paragraphs": paragraphs(query.answer)} for query in asked
        ],
        "files": [file_words(file) for file in said["files"]],
    }


def _answer(answer: dict[str, Any]) -> Data | None:
    """An answer under its question: a table for what is one, else paragraphs; nothing if not given."""
    said, code = answer["said"], answer["code"]
    if not answer["extra"] and code == "budget" and said:
        return {"question": answer["question"], **_budget(said)}
    if not answer["extra"] and code == "measures" and said:
        return {"question": answer["question"], **_measures(said)}
    words = paragraphs(answer_words(answer))
    return {"question": answer["question"], "paragraphs": words} if words else None


def _budget(lines: Iterable[Mapping[str, Any]]) -> Data:
    rows = [[line["description"], line["category"], format_pence(line["pence"])] for line in lines]
    total = format_pence(sum(line["pence"] for line in lines))
    return {
        "head": [_("What for"), _("Category"), _("Amount")],
        "numeric": "last",
        "rows": rows,
        "total": [_("Total"), "", total],
    }


def _measures(rows: Iterable[Mapping[str, str]]) -> Data:
    return {
        "head": [_("Measure"), _("Baseline"), _("Target"), _("Evidence")],
        "numeric": "",
        "rows": [[one["name"], one["baseline"], one["target"], one["evidence"]] for one in rows],
        "total": [],
    }
