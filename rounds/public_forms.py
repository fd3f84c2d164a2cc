"""The form of the page that says whether it is worth writing a bid."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rounds.eligibility import Check
from ui.fields import YesNoField
from ui.forms import Form


class EligibilityForm(Form):
    """Yes or no to each check."""

    def __init__(self, *args: Any, checks: Iterable[Check], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in checks:
            missing = _("Choose yes or no: %(question)s") % {"question": check.title}
            self.fields[check.name] = YesNoField(label=check.title, missing=missing)
