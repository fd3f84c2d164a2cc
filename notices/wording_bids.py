"""The words of the emails about a bid on its way to the decision."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, FEEDBACK, REASON, Kind

BIDS: dict[str, Kind] = {
    "bid-sent-back": Kind(
        when=_("An officer asks for a change to a bid"),
        subject=_("Please change your bid ((reference))"),
        body=_(
            "Your bid for “((project))” needs a change before the panel can read it:\n\n((reason))\n\n"
            "Please change it and send it again before ((change by)).\n\n((link))"
        ),
        fields={
            **BID,
            **REASON,
            "change by": (_("the new deadline"), "midday on Friday 15 March 2019"),
        },
    ),
    "bid-rejected": Kind(
        when=_("A bid failed a gate"),
        subject=_("Your bid ((reference)) was not taken further"),
        body=_("Your bid for “((project))” could not be scored.\n\n((reason))\n\n((link))"),
        fields={**BID, **REASON},
    ),
    "bid-declined": Kind(
        when=_("A bid is declined"),
        subject=_("Your bid ((reference)) was not approved"),
        body=_(
            "Your bid for “((project))” was not approved.\n\n((reason))\n\n((feedback))\n\n((link))"
        ),
        fields={**BID, **REASON, **FEEDBACK},
    ),
    "draft-closes": Kind(
        when=_("A bid is not sent yet, three days and one day before its deadline"),
        subject=_("Not sent yet: ((reference)) is due by ((due))"),
        body=_(
            "Your bid ((reference)), “((project))”, is a draft. It is looked at only if you send it "
            "by ((due)).\n\n((link))"
        ),
        fields={**BID, "due": (_("the deadline"), "midday on Friday 22 February 2019")},
    ),
    "bid-received": Kind(
        when=_("A bid was sent"),
        subject=_("We have received your bid ((reference))"),
        body=_(
            "((organisation)) sent the bid ((reference)) for “((project))” to ((partnership)) at "
            "((sent at)).\n\nYou need do nothing now. ((next))\n\n((link))\n\n"
            "# A copy of what you sent\n\n((copy))"
        ),
        fields={
            **BID,
            "sent at": (_("when it was sent"), "11:20am on Thursday 7 March 2019"),
            "next": (_("what happens next"), "The panel meets on 14 March 2019."),
            "copy": (_("every answer of the bid"), "# Summary\n\nA café that is open at night."),
        },
    ),
    "bid-withdrawn": Kind(
        when=_("A bid was withdrawn (goes to the contact, and to officers where it was sent)"),
        subject=_("Bid ((reference)) was withdrawn"),
        body=_(
            "The bid of ((organisation)) for “((project))” was withdrawn. It will not be considered "
            "further.\n\n((reason))\n\n((link))"
        ),
        fields={**BID, **REASON},
    ),
    "bid-query": Kind(
        when=_("An officer asks a question about a bid"),
        subject=_("A question about your bid ((reference))"),
        body=_(
            "((partnership)) asks about your bid for “((project))”:\n\n((question))\n\n"
            "Please answer by ((due)):\n\n((link))"
        ),
        fields={
            **BID,
            "question": (_("the question"), "Who else pays for this?"),
            "due": (_("when the answer is due"), "5pm on Friday 15 March 2019"),
        },
    ),
    "bid-query-answered": Kind(
        when=_("An applicant answered a question (goes to officers)"),
        subject=_("((organisation)) answered about ((reference))"),
        body=_("You asked:\n\n((question))\n\nThe answer:\n\n((answer))\n\n((link))"),
        fields={
            **BID,
            "question": (_("the question"), "Who else pays for this?"),
            "answer": (_("the answer"), "The parish council pays for the room."),
        },
    ),
    "file-infected": Kind(
        when=_("A virus was found in a file of a bid"),
        subject=_("A file of your bid ((reference)) is held back"),
        body=_(
            "The virus scanner found something in “((file))” (((virus))), so nobody can open it.\n\n"
            "Please have the computer that it comes from checked. While the bid is a draft you can "
            "remove the file and choose another one.\n\n((link))"
        ),
        fields={
            **BID,
            "file": (_("the file's name"), "accounts.pdf"),
            "virus": (_("the virus's name"), "Eicar-Test-Signature"),
        },
    ),
    "file-infected-officers": Kind(
        when=_("A virus was found in a file of a bid (goes to officers)"),
        subject=_("A file of ((reference)) is held back"),
        body=_(
            "The virus scanner found something in “((file))” (((virus))) of the bid of "
            "((organisation)), so nobody can open it.\n\n((link))"
        ),
        fields={
            **BID,
            "file": (_("the file's name"), "accounts.pdf"),
            "virus": (_("the virus's name"), "Eicar-Test-Signature"),
        },
    ),
    "pcc-query": Kind(
        when=_("The PCC asks about a bid (goes to officers)"),
        subject=_("The ((funder)) asks about ((reference))"),
        body=_(
            "((organisation)): ((project))\n\n((question))\n\n"
            "Reopen the bid to change it, sift it again, and send the next version.\n\n((link))"
        ),
        fields={
            **BID,
            "funder": (_("the funder's short name"), "PCC"),
            "question": (_("the question"), "Who else pays for this?"),
        },
    ),
    "decision-sent-back": Kind(
        when=_("A decision maker sends a decision back (goes to the officer who took it down)"),
        subject=_("The decision on ((reference)) came back to you"),
        body=_(
            "((organisation)): ((project))\n\nThe decision that you took down was not confirmed:\n\n"
            "((reason))\n\nTake it down again when it is right.\n\n((link))"
        ),
        fields={**BID, **REASON},
    ),
}
