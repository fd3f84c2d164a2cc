"""The words of the email that tells the funder of a decision under delegation."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind

DELEGATED: dict[str, Kind] = {
    "decided-under-delegation": Kind(
        when=_("A tactical bid is approved under delegation (goes to the PCC’s office)"),
        subject=_("((partnership)): ((amount)) approved under delegation (((reference)))"),
        body=_(
            "((person)) of ((partnership)) approved ((amount)) from the tactical pot for "
            "((organisation)): “((project))”.\n\nIt is within the ((limit)) that you delegated. "
            "This is to let you know; you need not do anything."
        ),
        fields={
            **BID,
            "amount": (_("the amount approved"), "£750.00"),
            "person": (_("who decided"), "Olive Turner"),
            "limit": (_("the delegated limit"), "£1,000.00"),
        },
    ),
}
