"""Whether it is worth writing a bid: a few yes or no questions, and why not in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.models import EligibilityQuestion, Gate, Round

Words = str | Promise


@dataclass(frozen=True)
class Check:
    """A question, the answer that lets a bid go on, and what is said after the other one."""

    name: str
    title: Words
    good_answer: bool
    why_not: Words


USUAL = (
    Check(
        "group",
        gettext_lazy("Are you a group or organisation with a constitution or governing document?"),
        True,
        gettext_lazy(
            "The grant goes to groups with written rules that say what they are for and who runs them. "
            "Adopt a constitution first, or ask a charity or council for voluntary service to bid "
            "on your behalf."
        ),
    ),
    Check(
        "bank",
        gettext_lazy("Does it have a bank account in its own name?"),
        True,
        gettext_lazy(
            "We pay only into an account in the organisation's name. Open one that two people sign for, "
            "or ask a partner organisation to hold the money for you."
        ),
    ),
    Check(
        "area",
        gettext_lazy("Will the project take place in the partnership's area?"),
        True,
        gettext_lazy(
            "The money is for people in this area. If you work elsewhere, ask the community safety "
            "partnership of that area about its own grant."
        ),
    ),
    Check(
        "capital",
        gettext_lazy("Is the money mainly for equipment or building work, such as CCTV?"),
        False,
        gettext_lazy(
            "The grant pays for activity, not for capital. Ask for the people, places and materials "
            "that your activity needs, and find another funder for the equipment."
        ),
    ),
    Check(
        "individual",
        gettext_lazy("Is it for one person or one family only?"),
        False,
        gettext_lazy(
            "The grant is for projects that help a community. An officer of the partnership can tell "
            "you who helps single people and families."
        ),
    ),
    Check(
        "safeguarding",
        gettext_lazy(
            "If you work with children or adults at risk, do you have a safeguarding policy? "
            "If you do not work with them, answer yes."
        ),
        True,
        gettext_lazy(
            "Whoever works with children or adults at risk needs a safeguarding policy. Write one "
            "before you bid: your council for voluntary service or the NSPCC can help."
        ),
    ),
)
"""What is asked where a round has no questions of its own."""


def checks_of(round: Round) -> list[Check]:
    """The round's own questions, or the usual ones, and then its gates. Two queries."""
    gates = list(round.gates.all())
    own = [_own(row) for row in round.eligibility_questions.all()]
    return [*(own or _usual(gates)), *(_gate(gate, round) for gate in gates)]


def _usual(gates: Iterable[Gate]) -> list[Check]:
    """The usual questions, without the one on capital where a gate asks it already."""
    asked = any("capital" in gate.title.lower() for gate in gates)
    return [check for check in USUAL if not (asked and check.name == "capital")]


def _own(row: EligibilityQuestion) -> Check:
    return Check(f"own-{row.position}", row.title, row.good_answer, row.why_not)


def _gate(gate: Gate, round: Round) -> Check:
    words = {"gate": gate.title, "partnership": round.partnership}
    return Check(
        f"gate-{gate.code}",
        _("Every bid must pass this check: “%(gate)s”. Does yours?") % words,
        True,
        _(
            "A bid that does not pass “%(gate)s” is turned down before it is scored. "
            "Change your plan so that it does, or ask an officer of %(partnership)s."
        )
        % words,
    )


def why_not(checks: Iterable[Check], answers: Mapping[str, bool]) -> list[Check]:
    """The checks that the answers fail; none where it is worth writing a bid."""
    return [check for check in checks if answers[check.name] != check.good_answer]
