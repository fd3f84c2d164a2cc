"""The words of the emails about returns."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, REASON, Kind

RETURN = {
    **BID,
    "link": (
        _("the address of the return's page"),
        "https://grants.example.org/bids/SMP19-003/returns/1",
    ),
    "period": (_("the period"), "September report"),
    "due": (_("by when the return is due"), "16 August 2019"),
}

RETURNS: dict[str, Kind] = {
    "return-due": Kind(
        when=_("A return is due soon (14 days and 3 days before)"),
        subject=_("Your return for ((reference)) is due by ((due))"),
        body=_(
            "The return “((period))” of your project “((project))” is due by ((due)).\n\n"
            "You can write it bit by bit: it is saved as you go.\n\n((link))"
        ),
        fields=RETURN,
    ),
    "return-overdue": Kind(
        when=_("A return is overdue (the day after, then each week)"),
        subject=_("Your return for ((reference)) is overdue"),
        body=_(
            "The return “((period))” of your project “((project))” was due by ((due)), and we have not "
            "got it. No money can be paid to the project until it is in.\n\nPlease send it now. If "
            "something is in the way, write to an officer of ((partnership)).\n\n((link))"
        ),
        fields=RETURN,
    ),
    "return-escalated": Kind(
        when=_("A return is 14 days overdue (goes to officers and decision makers)"),
        subject=_("The return for ((reference)) is 14 days overdue"),
        body=_(
            "((organisation)) has not sent the return “((period))” for “((project))”. It was due by "
            "((due)), and reminders went to ((contact)).\n\n((link))"
        ),
        fields={
            **RETURN,
            "contact": (_("the contact of the project"), "rosa@nightsupport.example"),
        },
    ),
    "return-sent": Kind(
        when=_("A project sent a return (goes to officers)"),
        subject=_("A return for ((reference)) waits to be read"),
        body=_(
            "((organisation)) sent the return “((period))” for “((project))”.\n\n"
            "Read it and accept it, ask about it, or send it back.\n\n((link))"
        ),
        fields=RETURN,
    ),
    "return-query": Kind(
        when=_("An officer asks a question about a return"),
        subject=_("A question about your return for ((reference))"),
        body=_(
            "We have a question about the return “((period))” of your project “((project))”:\n\n"
            "((question))\n\nAnswer it here:\n\n((link))"
        ),
        fields={**RETURN, "question": (_("the question"), "How did you count the guests?")},
    ),
    "return-answered": Kind(
        when=_("A project answered a question about a return (goes to officers)"),
        subject=_("Your question about the return for ((reference)) was answered"),
        body=_(
            "((organisation)) answered your question about the return “((period))”:\n\n"
            "((answer))\n\n((link))"
        ),
        fields={**RETURN, "answer": (_("the answer"), "We counted everybody at the door.")},
    ),
    "return-back": Kind(
        when=_("An officer sends a return back to be changed"),
        subject=_("Please change your return for ((reference))"),
        body=_(
            "The return “((period))” of your project “((project))” needs a change:\n\n((reason))\n\n"
            "Please change it and send it again.\n\n((link))"
        ),
        fields={**RETURN, **REASON},
    ),
    "return-accepted": Kind(
        when=_("An officer accepts a return"),
        subject=_("Your return for ((reference)) was accepted"),
        body=_(
            "The return “((period))” of your project “((project))” was accepted. There is nothing more "
            "to do for it.\n\n((link))"
        ),
        fields=RETURN,
    ),
}
