"""The words of every email, with the fields that they can hold.

A field stands in double brackets, as on GOV.UK Notify: ``((reference))``. A partnership may change
the words on a page; what it did not change is said here.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.errors import Refused
from notices.kinds import BID, FEEDBACK, REASON, Kind, Words
from notices.wording_agreement import AGREEMENT
from notices.wording_claims import CLAIMS
from notices.wording_delegated import DELEGATED
from notices.wording_evidence import EVIDENCE
from notices.wording_meeting import MEETING
from notices.wording_monday import MONDAY
from notices.wording_returns import RETURNS
from notices.wording_subgroup import SUBGROUP
from notices.wording_variations import VARIATIONS
from notices.wording_virement import VIREMENT

__all__ = ["FIELD", "KINDS", "Kind", "check", "fill"]

FIELD = re.compile(r"\(\(([a-z ]+)\)\)")
_PARAGRAPH = re.compile(r"\n\n\(\(([a-z ]+)\)\)(?=\n\n|\Z)")

ROLE: dict[str, tuple[Words, str]] = {
    "partnership": BID["partnership"],
    "role": (_("the role"), "a panel member"),
    "purpose": (_("what the role is for"), "Scores each bid alone."),
}
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
ORGANISATION: dict[str, tuple[Words, str]] = {
    "organisation": BID["organisation"],
    "link": (_("the address of its page"), "https://grants.example.org/organisations/7"),
}


KINDS: dict[str, Kind] = {
    "sign-in-code": Kind(
        when=_("Somebody signs in with a code"),
        subject=_("((code)) is your code to sign in"),
        body=_(
            "Your code to sign in to Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email: "
            "nobody can sign in without the code."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "sign-up-code": Kind(
        when=_("Somebody signs up, or shows that an address is theirs"),
        subject=_("((code)) is your code to confirm your email address"),
        body=_(
            "Your code to confirm your email address with Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "password-code": Kind(
        when=_("Somebody sets a password"),
        subject=_("((code)) is your code to set your password"),
        body=_(
            "Your code to set a password for Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email: "
            "nobody can set your password without the code."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "address-unknown": Kind(
        when=_("Somebody signs in with an address that nobody signed up with"),
        subject=_("You have not signed up with this email address"),
        body=_(
            "Somebody, perhaps you, tried to sign in to Safer grants with this email address. Nobody "
            "has signed up with it.\n\nDid you use another address? Sign in with that one. If you "
            "are new here, sign up:\n\n((link))\n\nIf it was not you, ignore this email."
        ),
        fields={"link": (_("the address to sign up"), "https://grants.example.org/sign-up")},
        editable=False,
    ),
    "address-known": Kind(
        when=_("Somebody signs up with an address that is here already"),
        subject=_("You have already signed up with this email address"),
        body=_(
            "Somebody, perhaps you, tried to sign up to Safer grants with this email address. It is "
            "here already, so there is nothing to sign up for. Sign in:\n\n((link))\n\n"
            "If it was not you, ignore this email."
        ),
        fields={"link": (_("the address to sign in"), "https://grants.example.org/sign-in")},
        editable=False,
    ),
    "sign-in-with-password": Kind(
        when=_("Somebody who works for a partnership asks for a code to sign in"),
        subject=_("Sign in with your password"),
        body=_(
            "You asked for a code to sign in to Safer grants. Because you work for a partnership, you "
            "sign in with your password and a second step instead:\n\n((link))\n\n"
            "If you have no password yet, or do not know it any more, set one here:\n\n"
            "((password link))\n\nIf it was not you who asked, ignore this email."
        ),
        fields={
            "link": (_("the address to sign in"), "https://grants.example.org/sign-in/password"),
            "password link": (
                _("the address to set a password"),
                "https://grants.example.org/sign-in/password/forgotten",
            ),
        },
        editable=False,
    ),
    "account-changed": Kind(
        when=_("Somebody changes how they sign in"),
        subject=_("How you sign in was changed"),
        body=_(
            "((what))\n\nIf it was you, all is well. If it was not, set a new password at once, sign "
            "out everywhere, and tell an officer of your partnership:\n\n((link))"
        ),
        fields={
            "what": (_("what was changed"), "Your password was changed."),
            "link": (
                _("the address of the person's own page"),
                "https://grants.example.org/account",
            ),
        },
        editable=False,
    ),
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
    "decision-sent-back": Kind(
        when=_("A decision maker sends a decision back (goes to the officer who took it down)"),
        subject=_("The decision on ((reference)) came back to you"),
        body=_(
            "((organisation)): ((project))\n\nThe decision that you took down was not confirmed:\n\n"
            "((reason))\n\nTake it down again when it is right.\n\n((link))"
        ),
        fields={**BID, **REASON},
    ),
    **AGREEMENT,
    **EVIDENCE,
    **CLAIMS,
    **SUBGROUP,
    **DELEGATED,
    **VARIATIONS,
    **MEETING,
    **VIREMENT,
    **RETURNS,
    **MONDAY,
}
"""Every kind of email, by its code."""


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Put the fields' values into a text. A field without a value is left as it stands.

    A field that says nothing, and is a paragraph of its own, takes the paragraph with it.
    """
    text = _PARAGRAPH.sub(lambda found: "" if fields.get(found[1]) == "" else found[0], text)
    return FIELD.sub(lambda found: fields.get(found[1], found[0]), text)


def check(kind: Kind, *texts: str) -> None:
    """Raise ``Refused`` naming what stands in double brackets and is no field of this email."""
    named = {name for text in texts for name in re.findall(r"\(\(([^()]*)\)\)", text)}
    if strangers := sorted(named - set(kind.fields)):
        raise Refused(
            gettext("There is no field %(names)s in this email. Use those of the list.")
            % {"names": ", ".join(f"(({name}))" for name in strangers)}
        )
