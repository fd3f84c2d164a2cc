"""The words of the email about evidence that was not accepted."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, REASON, Kind

EVIDENCE: dict[str, Kind] = {
    "evidence-wrong": Kind(
        when=_("Evidence that is asked for before payment is not accepted"),
        subject=_("“((document))” for ((reference)) was not accepted"),
        body=_(
            "We looked at “((document))”, which we ask for before any money is paid for "
            "“((project))”. It was not accepted:\n\n((reason))\n\nPlease send a new one:\n\n"
            "((evidence link))"
        ),
        fields={
            **BID,
            **REASON,
            "document": (_("what was asked for"), "Public liability insurance"),
            "evidence link": (
                _("the address of the evidence"),
                "https://grants.example.org/bids/SMP19-003/evidence",
            ),
        },
    ),
}
