"""The words of the email to somebody who may read how a priority's projects go."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind

SUBGROUP: dict[str, Kind] = {
    "priority-reader": Kind(
        when=_("Somebody may read how the projects under a priority go"),
        subject=_("You can read how the projects under your priority go"),
        body=_(
            "((partnership)) lets you read how the projects that serve “((priority))” go "
            "(((round))). Sign in with this email address; a code is sent to you.\n\n((link))"
        ),
        fields={
            "priority": (_("the priority"), "SMP3 Keeping children and young people safe"),
            "round": (_("the round"), "Community safety grant 2019-20"),
            "partnership": BID["partnership"],
            "link": (
                _("the address of the page"),
                "https://grants.example.org/rounds/smp-2019-20/priorities/9/progress",
            ),
        },
    ),
}
