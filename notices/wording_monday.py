"""The words of the Monday email."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind

MONDAY: dict[str, Kind] = {
    "monday": Kind(
        when=_("Every Monday at 8am, to officers and finance, where anything waits"),
        subject=_("What waits in the ((partnership)) this week"),
        body=_("This is how things stand on ((day)).\n\n((what))\n\n((link))"),
        fields={
            "partnership": BID["partnership"],
            "day": (_("the day"), "6 May 2019"),
            "what": (
                _("what waits, round by round"),
                "# Grant 2019-20\n\nOverdue returns:\n\n- SMP19-003, Youth Works: September report",
            ),
            "link": (
                _("the address of the same as a page"),
                "https://grants.example.org/partnerships/smp/monday",
            ),
        },
    ),
}
