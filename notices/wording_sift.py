"""The words of the emails of the sift: interests, and the panel’s scores."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind, Words

SCORING: dict[str, tuple[Words, str]] = {
    "round": (_("the round"), "Community safety grant 2019-20"),
    "partnership": BID["partnership"],
    "bids": (_("how many bids wait, or which"), "7 bids"),
    "due": (_("by when they are asked for"), "before the panel meets on 14 March 2019"),
    "link": (
        _("the address of the member's scores"),
        "https://grants.example.org/rounds/smp-2019-20/scoring",
    ),
}

SIFT: dict[str, Kind] = {
    "interest-after-sift": Kind(
        when=_("A panel member declares an interest after the sift (goes to officers)"),
        subject=_("((person)) declared an interest after ((reference)) was sifted"),
        body=_(
            "((person)) scored ((reference)) and has now declared an interest in ((organisation)):\n\n"
            "((interest))\n\nTheir scores still count. To leave them out, reopen the bid and sift it "
            "again:\n\n((link))\n\nThe register of interests:\n\n((register))"
        ),
        fields={
            **BID,
            "person": (_("the panel member"), "Priya Shah"),
            "interest": (_("what the interest is"), "My sister is a trustee."),
            "register": (
                _("the address of the register of interests"),
                "https://grants.example.org/rounds/smp-2019-20/interests/register",
            ),
        },
    ),
    "asked-to-score": Kind(
        when=_("A panel member is asked to score"),
        subject=_("Please score the bids of the ((round))"),
        body=_(
            "The bids of the ((round)) are ready for the panel of the ((partnership)). Waiting for your "
            "scores: ((bids)).\n\n"
            "First say whether you have an interest in any organisation that bids. Then score each "
            "bid alone, and send your scores ((due)).\n\n((link))"
        ),
        fields=SCORING,
    ),
    "score-reminder": Kind(
        when=_("A panel member is reminded to score"),
        subject=_("Your scores for the ((round)) are awaited"),
        body=_(
            "Still waiting for your scores in the ((round)): ((bids)).\n\nPlease send them ((due)). "
            "What you noted is kept until you do.\n\n((link))"
        ),
        fields=SCORING,
    ),
    "asked-to-score-late": Kind(
        when=_("A panel member is asked for scores after the panel's meeting"),
        subject=_("Please score the bid ((reference))"),
        body=_(
            "Too few scores count for the bid ((reference)), so the ((partnership)) asks you for "
            "yours:\n\n((reason))\n\nScore it alone, and as soon as you can:\n\n((link))"
        ),
        fields={
            "reference": BID["reference"],
            "partnership": BID["partnership"],
            "reason": (_("the reason"), "A member has an interest that nobody knew of."),
            "link": (
                _("the address where it is scored"),
                "https://grants.example.org/bids/SMP19-003/score",
            ),
        },
    ),
}
