"""The words of the emails about an offer and its agreement."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, FEEDBACK, REASON, Kind

AGREEMENT: dict[str, Kind] = {
    "bid-approved": Kind(
        when=_("A bid is approved"),
        subject=_("Your bid ((reference)) was approved"),
        body=_(
            "((amount)) was approved for “((project))”.\n\n"
            "The offer stands for ((acceptance days)) days. Read the grant agreement and accept it "
            "here; please do not spend against the grant before you have accepted it.\n\n((link))"
            "\n\n((feedback))"
        ),
        fields={
            **BID,
            "amount": (_("the amount awarded"), "£5,000.00"),
            "acceptance days": (_("how many days the offer stands"), "21"),
            **FEEDBACK,
        },
    ),
    "agreement-accepted": Kind(
        when=_("An organisation accepted its grant agreement (goes to the contact and officers)"),
        subject=_("The agreement for ((reference)) was accepted"),
        body=_(
            "((signatory)) accepted the grant agreement of ((amount)) for “((project))” on behalf of "
            "((organisation)).\n\nThe partnership now starts to follow the project.\n\n((link))"
        ),
        fields={
            **BID,
            "signatory": (_("who accepted"), "Rosa Finch"),
            "amount": (_("the amount awarded"), "£5,000.00"),
        },
    ),
    "offer-ended": Kind(
        when=_("An offer was turned down or lapsed (goes to the contact and officers)"),
        subject=_("The offer for ((reference)) has ended"),
        body=_(
            "The offer of ((amount)) to ((organisation)) for “((project))” has ended, and the money goes "
            "back to the pot.\n\n((reason))\n\n((link))"
        ),
        fields={**BID, **REASON, "amount": (_("the amount awarded"), "£5,000.00")},
    ),
}
