"""The words of the emails that let people in and out: roles, organisations, bids."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, Kind, Words

ROLE: dict[str, tuple[Words, str]] = {
    "partnership": BID["partnership"],
    "role": (_("the role"), "a panel member"),
    "purpose": (_("what the role is for"), "Scores each bid alone."),
}

ORGANISATION: dict[str, tuple[Words, str]] = {
    "organisation": BID["organisation"],
    "link": (_("the address of its page"), "https://grants.example.org/organisations/7"),
}

PEOPLE: dict[str, Kind] = {
    "invited-to-role": Kind(
        when=_("Somebody is invited to a role in the partnership"),
        subject=_("You are invited to the ((partnership))"),
        body=_(
            "((person)) invites you to the ((partnership)), as ((role)).\n\n((purpose))\n\n"
            "Take the invitation up here before ((expires)):\n\n((link))\n\n"
            "Sign in with this email address. The link works once. If you did not expect it, "
            "ignore this email."
        ),
        fields={
            **ROLE,
            "person": (_("who invites"), "Adele Marsh"),
            "expires": (_("the day it stops working"), "9 April 2019"),
            "link": (_("the link"), "https://grants.example.org/invitations/secret"),
        },
        secret=True,
    ),
    "role-changed": Kind(
        when=_("Somebody is given another role"),
        subject=_("Your role in the ((partnership)) was changed"),
        body=_(
            "You were ((old role)) of the ((partnership)). You are now ((role)).\n\n((purpose))"
        ),
        fields={**ROLE, "old role": (_("the role before"), "an auditor")},
    ),
    "role-ended": Kind(
        when=_("Somebody's role ends"),
        subject=_("Your role in the ((partnership)) has ended"),
        body=_("You are no longer ((role)) of the ((partnership))."),
        fields={key: ROLE[key] for key in ("partnership", "role")},
    ),
    "invited-to-organisation": Kind(
        when=_("Somebody is invited to an organisation"),
        subject=_("You are invited to ((organisation))"),
        body=_(
            "((person)) invites you to ((organisation)). You will see and write its bids with the "
            "others.\n\nTake the invitation up here before ((expires)):\n\n((link))\n\n"
            "Sign in with this email address. The link works once. If you did not expect it, "
            "ignore this email."
        ),
        fields={
            "organisation": BID["organisation"],
            "person": (_("who invites"), "Ann Marsh"),
            "expires": (_("the day it stops working"), "9 April 2019"),
            "link": (_("the link"), "https://grants.example.org/invitations/secret"),
        },
        editable=False,
        secret=True,
    ),
    "asked-to-join": Kind(
        when=_("Somebody asks to join an organisation"),
        subject=_("((person)) asks to join ((organisation))"),
        body=_(
            "((person)) asks to join ((organisation)). Whoever is in it sees and writes its bids.\n\n"
            "Do you know them? Let them in, or refuse, here:\n\n((link))"
        ),
        fields={**ORGANISATION, "person": (_("who asks"), "Ann Marsh (ann@example.org)")},
        editable=False,
    ),
    "let-in-to-organisation": Kind(
        when=_("Somebody is let in to an organisation"),
        subject=_("You are now in ((organisation))"),
        body=_(
            "You were let in to ((organisation)). Sign in with this email address to see and write "
            "its bids:\n\n((link))"
        ),
        fields=ORGANISATION,
        editable=False,
    ),
    "not-let-in": Kind(
        when=_("Somebody who asked to join an organisation is refused"),
        subject=_("You were not let in to ((organisation))"),
        body=_(
            "You asked to join ((organisation)), and you were not let in. If you think that this is "
            "wrong, talk to its people."
        ),
        fields={"organisation": BID["organisation"]},
        editable=False,
    ),
    "removed-from-organisation": Kind(
        when=_("Somebody is taken out of an organisation"),
        subject=_("You no longer belong to ((organisation))"),
        body=_(
            "((person)) took you out of ((organisation)), so you no longer see its bids. If you think "
            "that this is wrong, talk to its people."
        ),
        fields={
            "organisation": BID["organisation"],
            "person": (_("who did it"), "Ann Marsh"),
        },
        editable=False,
    ),
    "organisations-merged": Kind(
        when=_("Two organisations turn out to be one"),
        subject=_("((other)) is now part of ((organisation))"),
        body=_(
            "((other)) and ((organisation)) were here as two organisations, and are one from now on: "
            "((organisation)). The people of both see all its bids.\n\n((link))"
        ),
        fields={**ORGANISATION, "other": (_("the name that is no longer used"), "Night Support")},
    ),
    "let-in-to-bid": Kind(
        when=_("An officer lets somebody in to a bid"),
        subject=_("You can now see the bid ((reference))"),
        body=_(
            "You were let in to the bid “((project))” of ((organisation)). Sign in with this email "
            "address to see it:\n\n((link))"
        ),
        fields=BID,
    ),
}
