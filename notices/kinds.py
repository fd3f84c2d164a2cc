"""What a kind of email is, and the fields that many of them have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

BID: dict[str, tuple[Words, str]] = {
    "reference": (_("the bid's reference"), "SMP19-003"),
    "project": (_("the project's name"), "Night café"),
    "organisation": (_("the organisation"), "Town Centre Night Support"),
    "partnership": (_("the partnership"), "Safer Maidstone Partnership"),
    "link": (_("the address of the bid's page"), "https://grants.example.org/bids/SMP19-003"),
}
"""The fields of every email about a bid: what each is, and an example."""

REASON: dict[str, tuple[Words, str]] = {
    "reason": (_("the reason"), "The budget does not say who is paid."),
}

FEEDBACK: dict[str, tuple[Words, str]] = {
    "feedback": (
        _("the feedback under its heading; nothing where none was written before the decision"),
        "# Feedback on your bid\n\nThe panel liked the plan. It missed a budget for training.",
    ),
}


@dataclass(frozen=True)
class Kind:
    """An email that the service sends: when, in which words, with which fields."""

    when: Words
    subject: Words
    body: Words
    fields: Mapping[str, tuple[Words, str]] = field(default_factory=dict)
    editable: bool = True
    """Whether a partnership may change the words."""
    secret: bool = False
    """Whether the body lets somebody in, so that it is not kept once it is sent."""

    def examples(self) -> dict[str, str]:
        """A value for each field, for the preview."""
        return {name: example for name, (_what, example) in self.fields.items()}
