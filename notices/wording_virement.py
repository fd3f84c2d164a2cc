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

CARRIED: dict[str, tuple[Words, str]] = {
    **{name: said for name, said in ASKED.items() if name != "to"},
    "later round": (_("the round that it is carried into"), "Community safety grant 2020-21"),
}

VIREMENT: dict[str, Kind] = {
    "carry-asked": Kind(
        when=_("Grant is asked to be carried forward (goes to those who may agree)"),
        subject=_("((person)) asks to carry ((amount)) forward"),
        body=_(
            "((person)) asks to carry ((amount)) of the ((from)) of the ((round)) into the "
            "((later round)).\n\n((reason))\n\nOne other person has to agree, and the first to answer "
            "decides. Sign in to see what it does to both rounds, and to agree or say no:\n\n((link))"
        ),
        fields=CARRIED,
    ),
    "carry-agreed": Kind(
        when=_("Grant was carried forward (goes to the person who asked)"),
        subject=_("((amount)) is carried forward"),
        body=_(
            "((other)) agreed, and ((amount)) of the ((from)) of the ((round)) is carried into the "
            "((later round)).\n\n((link))"
        ),
        fields={**CARRIED, "other": (_("who agreed"), "Dan Cole")},
    ),
    "carry-refused": Kind(
        when=_("Somebody said no to grant being carried forward (goes to the person who asked)"),
        subject=_("Nothing is carried forward: ((amount))"),
        body=_(
            "((other)) said no to carrying ((amount)) of the ((from)) of the ((round)) into the "
            "((later round)):\n\n((answer))\n\n((link))"
        ),
        fields={
            **CARRIED,
            "other": (_("who said no"), "Dan Cole"),
            "answer": (_("why"), "The PCC's letter is of another year."),
        },
    ),
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
