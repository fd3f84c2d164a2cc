"""The words of the emails about an offer and its agreement."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, FEEDBACK, REASON, Kind, Words

OFFER: dict[str, tuple[Words, str]] = {
    "amount": (_("the amount awarded"), "£5,000.00"),
    "agreement link": (
        _("the address of the grant agreement"),
        "https://grants.example.org/bids/SMP19-003/agreement",
    ),
}

AGREEMENT: dict[str, Kind] = {
    "bid-approved": Kind(
        when=_("A bid is approved"),
        subject=_("Your bid ((reference)) was approved"),
        body=_(
            "((amount)) was approved for “((project))”.\n\n"
            "The offer stands for ((acceptance days)) days. Read the grant agreement and accept it "
            "here; please do not spend against the grant before you have accepted it.\n\n"
            "((agreement link))\n\nYour award letter:\n\n((letter link))\n\n((feedback))"
        ),
        fields={
            **BID,
            **OFFER,
            "letter link": (
                _("the address of the award letter"),
                "https://grants.example.org/bids/SMP19-003/award-letter",
            ),
            "acceptance days": (_("how many days the offer stands"), "21"),
            **FEEDBACK,
        },
    ),
    "agreement-accepted": Kind(
        when=_("An organisation accepted its grant agreement (goes to the contact and officers)"),
        subject=_("The agreement for ((reference)) was accepted"),
        body=_(
            "((signatory)) accepted the grant agreement of ((amount)) for “((project))” on behalf of "
            "((organisation)).\n\nThe partnership now starts to follow the project. What was accepted "
            "is kept here:\n\n((agreement link))"
        ),
        fields={**BID, **OFFER, "signatory": (_("who accepted"), "Rosa Finch")},
    ),
    "offer-changed": Kind(
        when=_("The terms of an offer change before it is accepted"),
        subject=_("The terms of your grant ((reference)) changed"),
        body=_(
            "((partnership)) changed the terms of the grant of ((amount)) for “((project))”. Please read "
            "the grant agreement again before you accept it:\n\n((agreement link))\n\n"
            "The offer stands until ((ends))."
        ),
        fields={
            **BID,
            **OFFER,
            "ends": (_("until when the offer stands"), "10am on Friday 19 April 2019"),
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
