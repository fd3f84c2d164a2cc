"""The checks of a bid's gates, as a form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bids.models import Bid
from rounds.models import Gate
from scoring.gates import Result
from scoring.models import GateCheck
from ui.dates import format_moment
from ui.fields import ChoiceField, LongTextField
from ui.forms import Form

PASSED, FAILED = "passed", "failed"


def _last(held: GateCheck) -> str:
    """Who checked a gate, and when; a file that said nothing of it is named."""
    words = gettext("Checked by %(who)s, %(when)s.")
    if held.assumed_from:
        words = gettext("Taken as passed from %(file)s, which %(who)s brought in, %(when)s.")
    return words % {
        "who": held.checked_by,
        "when": format_moment(held.checked_at),
        "file": held.assumed_from,
    }


class GatesForm(Form):
    """For each gate whether the bid passed it, and the evidence. A gate may be left for later."""

    marks_optional = False

    def __init__(
        self, data: Any, *, gates: Iterable[Gate], checks: Mapping[int, GateCheck]
    ) -> None:
        super().__init__(data)
        self.gates = list(gates)
        for gate in self.gates:
            held = checks.get(gate.pk)
            self.fields[f"gate{gate.pk}"] = ChoiceField(
                label=gate.title,
                choices=[(PASSED, _("Passed")), (FAILED, _("Failed"))],
                help_text=_last(held) if held else "",
                required=False,
                inline=True,
                initial=(PASSED if held.passed else FAILED) if held else None,
            )
            self.fields[f"note{gate.pk}"] = LongTextField(
                label=_("Evidence, or why it failed"),
                required=False,
                rows=2,
                most=2_000,
                initial=held.note if held else "",
            )

    def clean(self) -> dict[str, Any]:
        """A fail needs a reason, and a note a result."""
        for gate in self.gates:
            result = self.cleaned_data.get(f"gate{gate.pk}")
            words = self.cleaned_data.get(f"note{gate.pk}")
            if result == FAILED and words is not None and not words.strip():
                self.add_error(
                    f"note{gate.pk}", _("Write why it failed: the applicant is told this")
                )
            if words and words.strip() and result == "":
                self.add_error(f"gate{gate.pk}", _("Choose whether it passed or failed"))
        return self.cleaned_data

    def results(self) -> dict[Gate, Result]:
        """What was found at the gates that were looked at."""
        said = self.cleaned_data
        return {
            gate: Result(said[f"gate{gate.pk}"] == PASSED, said[f"note{gate.pk}"].strip())
            for gate in self.gates
            if said[f"gate{gate.pk}"]
        }


def failed_words(bid: Bid) -> str:
    """What an officer is told once a bid failed a gate."""
    words = gettext(
        "A bid that fails a gate is not scored. Reject it: its applicant is then told why."
    )
    count = bid.scores.values("member").distinct().count()
    if not count:
        return words
    scored = ngettext(
        "%(count)s panel member has scored it already; those scores are kept and not used.",
        "%(count)s panel members have scored it already; those scores are kept and not used.",
        count,
    )
    return f"{words} {scored % {'count': count}}"
