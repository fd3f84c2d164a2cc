"""The sentences of the report that goes with the proposals. Texts of bids are in their own words."""

from collections.abc import Iterator
from typing import Any

from awards.submissions import Content
from reports.submission.changes import in_short
from reports.submission.content import serving_bids
from reports.submission.heading import Edition, available_pence, left_pence
from reports.submission.sifting import Judged, Sifting
from reports.submission.standing import Decided, approved_pence, recommended_pence
from reports.wording import capital, count, listing, none_or, sentence, the, verb
from rounds.models import Pot
from ui.money import format_pence

POTS = {Pot.MAIN.value: "the main pot", Pot.TACTICAL.value: "the tactical pot"}
Bid = dict[str, Any]


def funded(content: Content) -> list[Bid]:
    """The rows of the bids that are proposed with an amount."""
    return [row for row in content["proposals"] if row["Recommended"]]


def reserves(content: Content) -> list[Bid]:
    """The rows of the bids on reserve."""
    return [row for row in content["proposals"] if not row["Recommended"]]


def summary(content: Content, edition: Edition, found: Sifting) -> Iterator[str]:
    """What is proposed in a few sentences, and what it leaves; of ``content`` what is undecided."""
    proposed, waiting = funded(content), reserves(content)
    pot, decided = POTS[content["route"]], edition.decided
    holds = f"the {format_pence(content['allocation_pence'])} of {pot}"
    if decided:
        holds = f"the {format_pence(available_pence(content, edition))} left in {pot}"
    yield (
        f"{capital(the(content['partnership']))} proposes {count(len(proposed), 'project')} for "
        f"{format_pence(recommended_pence(content))} out of {holds}, out of "
        f"{count(found.bids, 'bid')} that asked for {format_pence(found.requested_pence)} in all."
    )
    if decided:
        yield _decided(decided)
    others = [
        f"{count(number, 'bid')} {verb(number, one, many)}"
        for number, one, many in (
            (len(waiting), "is on reserve", "are on reserve"),
            (len(content["not_proposed"]), "is not proposed", "are not proposed"),
            (len(content["failed"]), "failed a gate", "failed a gate"),
        )
        if number
    ]
    if others:
        yield f"Of the others {listing(others)}."
    yield _left(left_pence(content, edition), pot)


def _decided(decided: Decided) -> str:
    approved = sum(pence is not None for pence in decided.values())
    declined = len(decided) - approved
    said = []
    if approved:
        amount = format_pence(approved_pence(decided))
        said.append(
            f"{count(approved, 'project')} {verb(approved, 'was', 'were')} approved for {amount}"
        )
    if declined:
        said.append(f"{count(declined, 'bid')} {verb(declined, 'was', 'were')} declined")
    return f"Before this version {listing(said)}."


def _left(pence: int, pot: str) -> str:
    if pence < 0:
        return f"That is {format_pence(-pence)} more than {pot} has available."
    if not pence:
        return f"That uses all that {pot} has available."
    return f"It leaves {format_pence(pence)} in {pot}."


def changed(edition: Edition) -> str:
    """How much changed since the version before, before each change is told."""
    said = in_short(edition.changes)
    if not said:
        return f"Nothing of the proposals has changed since version {edition.before}."
    return f"Since version {edition.before}: {said}."


def asked(content: Content, found: Sifting) -> Iterator[str]:
    """What came in."""
    bids, organisations = count(found.bids, "bid"), count(found.organisations, "organisation")
    yield (
        f"In all {bids} came from {organisations}, asking for {format_pence(found.requested_pence)}. "
        f"{capital(POTS[content['route']])} holds {format_pence(content['allocation_pence'])}."
    )
    if found.withdrawn:
        were = verb(found.withdrawn, "was", "were")
        yield f"{count(found.withdrawn, 'bid')} {were} withdrawn before the sift."


def sifted(content: Content, found: Sifting) -> Iterator[str]:
    """How the panel went about it. Interests are a number."""
    member, scored = count(found.members, "member"), count(found.quorum, "member")
    yield (
        f"A panel scored the bids that passed every gate, {member} in all. A bid needed the scores of at "
        f"least {scored} without an interest in it."
    )
    if found.interests:
        yield (
            f"{count(found.interests, 'interest')} {verb(found.interests, 'was', 'were')} declared, by "
            f"{count(found.conflicted, 'member')}. Nobody took part in judging a bid in which they had an "
            "interest, and no score of theirs for it counts."
        )
    else:
        yield "No panel member had an interest in a bid."
    yield (
        "Each member gave 0 to 5 points for each criterion. A bid’s score is the weighted mean of the "
        "panel’s points out of 100."
    )
    if found.agreed:
        yield (
            f"In {count(found.agreed, 'case')} the panel agreed on other points for a criterion than its "
            "mean, with a reason: those points are counted in the place of the mean."
        )
    threshold = f"{float(content['threshold']):g}"
    yield (
        f"Bids that scored below {threshold} are not proposed. The others are proposed in the order of "
        f"their scores, in full, as long as {POTS[content['route']]} lasts; those that it does not reach "
        "are on reserve."
    )
    otherwise = sum(one.changed for one in found.judged.values())
    if otherwise:
        stand = verb(otherwise, "stands", "stand")
        yield (
            f"{count(otherwise, 'bid')} {stand} otherwise than the ranking proposed, with the reason "
            "beside each."
        )


def why(row: Bid, judged: Judged, ranked: int) -> str:
    """Why a bid is proposed, or on reserve."""
    parts = [f"It ranks {row['Rank']} of {ranked} with a score of {row['Score']} out of 100."]
    if judged.best:
        best = listing(f"“{one.criterion}” ({one.points} of 5)" for one in judged.best)
        parts.append(f"The panel’s points were highest for {best}.")
    if judged.reason:
        changed = "The ranking’s proposal was changed: " if judged.changed else ""
        parts.append(f"{changed}{sentence(judged.reason)}")
    if row["Recommended"]:
        parts.append(_amount(row["Recommended"], row["Requested"]))
    return " ".join(parts)


def _amount(recommended: int, requested: int) -> str:
    if recommended == requested:
        return "The amount is what was asked for."
    less = format_pence(requested - recommended)
    return f"The amount is {less} less than the {format_pence(requested)} asked for."


def priorities(content: Content, what: str) -> Iterator[str]:
    """Which priorities nothing of it serves; ``what`` is what it is: ``what is proposed``."""
    bare = [one for one in content["priorities"] if not _proposed(content, one)]
    covered = len(content["priorities"]) - len(bare)
    all_ = count(len(content["priorities"]), "priority", "priorities")
    yield (
        f"{capital(what)} serves {covered} of the {all_}. "
        "A project that serves several counts in full under each."
    )
    if bare:
        names = listing(f"{one['code']} “{one['title']}”" for one in bare)
        yield f"Nothing that {what.removeprefix('what ')} serves {names}."


def _proposed(content: Content, priority: dict[str, Any]) -> bool:
    return any(row["Recommended"] for row in serving_bids(content, priority))


def tactical(content: Content, edition: Edition) -> Iterator[str]:
    """What is kept back for the year."""
    pot = edition.money.pots[Pot.TACTICAL]
    yield (
        f"{format_pence(pot['allocation_pence'])} is kept back as the tactical pot, for initiatives that "
        f"come up in the year. So far {format_pence(pot['committed_pence'])} of it is committed, and "
        f"{format_pence(pot['available_pence'])} is available."
    )
    if content["route"] == Pot.TACTICAL:
        yield f"This submission proposes {format_pence(recommended_pence(content))} out of it."
    else:
        yield "Bids to it are sifted in the same way as they come, and sent in submissions of their own."


def none_proposed(content: Content) -> str:
    """What is said where nothing is proposed."""
    return f"{none_or(0, 'bid')} is proposed for {POTS[content['route']]}."
