"""The words of the emails about money that is asked to move between pots."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, REASON, Kind, Words

ASKED: dict[str, tuple[Words, str]] = {
    "person": (_("who asks"), "Fiona Hart"),
    "amount": (_("the amount"), "£500.00"),
    "from": (_("the pot that it leaves"), "Tactical pot"),
    "to": (_("the pot that it goes to"), "Main pot"),
    "round": (_("the round"), "Community safety grant 2019-20"),
    "partnership": BID["partnership"],
    **REASON,
    "link": (
        _("the address of the request"),
        "https://grants.example.org/rounds/smp-2019-20/virements/7",
    ),
}

VIREMENT: dict[str, Kind] = {
    "virement-asked": Kind(
        when=_("Money is asked to move between pots (goes to those who may agree)"),
        subject=_("((person)) asks to move ((amount)) between pots"),
        body=_(
            "((person)) asks to move ((amount)) from the ((from)) to the ((to)) of the ((round)).\n\n"
            "((reason))\n\nOne other person has to agree, and the first to answer decides. Sign in "
            "to see what it does to both pots, and to agree or say no:\n\n((link))"
        ),
        fields=ASKED,
    ),
    "virement-agreed": Kind(
        when=_("Money moved between pots (goes to the person who asked)"),
        subject=_("((amount)) has moved between pots"),
        body=_(
            "((other)) agreed, and ((amount)) has moved from the ((from)) to the ((to)) of the "
            "((round)).\n\n((link))"
        ),
        fields={**ASKED, "other": (_("who agreed"), "Dan Cole")},
    ),
    "virement-refused": Kind(
        when=_("Somebody said no to money moving between pots (goes to the person who asked)"),
        subject=_("No money has moved: ((amount)) between pots"),
        body=_(
            "((other)) said no to moving ((amount)) from the ((from)) to the ((to)) of the "
            "((round)):\n\n((answer))\n\n((link))"
        ),
        fields={
            **ASKED,
            "other": (_("who said no"), "Dan Cole"),
            "answer": (_("why"), "The tactical pot is needed for the summer."),
        },
    ),
}
