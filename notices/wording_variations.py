"""The words of the emails about changes to what was agreed."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import BID, REASON, Kind

_FIELDS = {
    **BID,
    "number": (_("the variation's number"), "2"),
    "why": (_("why the change is asked for"), "The driver volunteers, so it costs less."),
    "variation link": (
        _("the address of the variation's page"),
        "https://grants.example.org/bids/SMP19-003/variations/2",
    ),
}

VARIATIONS: dict[str, Kind] = {
    "variation-asked": Kind(
        when=_("A project asks to change what was agreed; officers are told"),
        subject=_("((reference)) asks for a change"),
        body=_(
            "((organisation)) asks to change what was agreed about “((project))”:\n\n((why))\n\n"
            "((variation link))"
        ),
        fields=_FIELDS,
    ),
    "variation-agree": Kind(
        when=_("A change waits for the organisation to accept it"),
        subject=_("A change to your grant ((reference)) waits for you"),
        body=_(
            "The grant agreement of “((project))” is to change:\n\n((why))\n\nRead what would be "
            "different, and accept it or say no. Until then everything stays as it was agreed."
            "\n\n((variation link))"
        ),
        fields=_FIELDS,
    ),
    "variation-refused": Kind(
        when=_("A change that a project asked for is refused"),
        subject=_("The change you asked for is not agreed (((reference)))"),
        body=_(
            "You asked to change what was agreed about “((project))”. It was not agreed:\n\n"
            "((reason))\n\nEverything stays as it was.\n\n((variation link))"
        ),
        fields={**_FIELDS, **REASON},
    ),
    "variation-withdrawn": Kind(
        when=_("A project takes back a change or does not agree to it; officers are told"),
        subject=_("A change to ((reference)) will not be made"),
        body=_(
            "((organisation)) took back the change to “((project))”, or did not agree to it. "
            "Everything stays as it was.\n\n((variation link))"
        ),
        fields=_FIELDS,
    ),
    "variation-in-force": Kind(
        when=_("A change is in force; the organisation and the officers are told"),
        subject=_("What was agreed about ((reference)) has changed"),
        body=_(
            "The change to “((project))” is in force:\n\n((why))\n\nWhat stands now is on its page:"
            "\n\n((variation link))"
        ),
        fields=_FIELDS,
    ),
}
