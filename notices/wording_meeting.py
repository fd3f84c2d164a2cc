"""The words of the emails on the way to the committee's meeting."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind, Words

ROW: dict[str, tuple[Words, str]] = {
    "person": (_("who is asked to sign"), "Lena Law"),
    "issue": (_("the row of the implications"), "Legal"),
    "round": (_("the round"), "Community safety grant 2019-20"),
    "partnership": BID["partnership"],
    "committee": (_("the committee"), "Communities, Housing and Environment Committee"),
    "meeting": (_("the day of the meeting"), "17 September 2019"),
    "due": (_("the day by which to answer"), "4 September 2019"),
    "asker": (_("the officer who asks"), "Olive Officer"),
    "link": (_("the address of the page"), "https://grants.example.org/sign-off/…"),
}
PAPERS: dict[str, tuple[Words, str]] = {
    "round": ROW["round"],
    "partnership": ROW["partnership"],
    "what": (_("what is due"), "The draft for those who sign"),
    "due": (_("the day"), "21 August 2019"),
    "link": (
        _("the address of the page"),
        "https://grants.example.org/rounds/smp-2019-20/committee-timetable",
    ),
}

MEETING: dict[str, Kind] = {
    "sign-off-asked": Kind(
        when=_("An officer of the council is asked to sign a row of the committee report"),
        subject=_("Please sign by ((due)): ((issue)), ((round))"),
        body=_(
            "Dear ((person)),\n\nThe report on the ((round)) goes to the ((committee)) on "
            "((meeting)). Please read the row “((issue))” of its implications, and say by ((due)) whether "
            "you agree. You need no account:\n\n((link))\n\nThe link is yours: do not pass it on. "
            "((asker)) asks you for the ((partnership))."
        ),
        fields=ROW,
    ),
    "sign-off-overdue": Kind(
        when=_("A row of the committee report is not signed, and its day has gone"),
        subject=_("Not signed yet: ((issue)), ((round))"),
        body=_(
            "Dear ((person)),\n\nYou were asked to sign the row “((issue))” of the report on the "
            "((round)) by ((due)). It goes to the ((committee)) on ((meeting)). Please say whether you "
            "agree:\n\n((link))"
        ),
        fields=ROW,
    ),
    "sign-off-answered": Kind(
        when=_("A row of the committee report was answered (goes to the officer who asked)"),
        subject=_("((other)) has answered: ((issue)), ((round))"),
        body=_("((other)) ((answer))\n\n((reply))\n\n((link))"),
        fields={
            **ROW,
            "other": (_("who answered"), "Lena Law"),
            "answer": (_("what they said"), "agrees."),
            "reply": (_("their words; may be empty"), "Say “may” instead of “must”."),
        },
    ),
    "papers-due": Kind(
        when=_("A paper for the PCC or the committee is due soon (goes to officers)"),
        subject=_("Due on ((due)): ((what)), ((round))"),
        body=_("((what)) of the ((round)) is due on ((due)).\n\n((link))"),
        fields=PAPERS,
    ),
}
