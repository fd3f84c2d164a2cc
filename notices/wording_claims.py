"""The words of the emails about claims and what became of them."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, REASON, Kind

_AMOUNT = {"amount": (_("the amount claimed"), "£2,500.00")}

CLAIMS: dict[str, Kind] = {
    "claim-refused": Kind(
        when=_("A claim is refused"),
        subject=_("Your claim for ((reference)) was not accepted"),
        body=_(
            "Your claim of ((amount)) for “((project))” was not accepted.\n\n((reason))\n\n"
            "You can send another one:\n\n((link))"
        ),
        fields={**BID, **_AMOUNT, **REASON},
    ),
    "claim-paid": Kind(
        when=_("A claim is paid"),
        subject=_("((amount)) was paid for ((reference))"),
        body=_(
            "((amount)) was paid to ((organisation)) for “((project))” on ((day)). The reference of "
            "the payment is ((payment)).\n\n((link))"
        ),
        fields={
            **BID,
            **_AMOUNT,
            "day": (_("the day of the payment"), "7 May 2019"),
            "payment": (_("the reference of the payment"), "SMP19-003-P1"),
        },
    ),
    "payment-failed": Kind(
        when=_("A payment is refused by the payment system, or comes back"),
        subject=_("A payment for ((reference)) did not arrive"),
        body=_(
            "The payment of ((amount)) to ((organisation)) for “((project))” did not go through:\n\n"
            "((reason))\n\nThe money is still yours: the partnership pays it again when this is "
            "settled. You need not send another claim.\n\n((link))"
        ),
        fields={**BID, **_AMOUNT, **REASON},
    ),
}
