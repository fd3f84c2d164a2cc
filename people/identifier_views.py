"""The page on which an administrator enters the identifiers for open data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from base.errors import Refused
from base.forms import attempt
from people.identifiers import check_org_id, check_prefix, funders_of, set_identifiers
from people.models import Funder, Partnership
from people.partnerships import find_partnership
from people.permissions import Permission, require
from people.requests import SignedInRequest
from ui.fields import TextField
from ui.forms import Form, page, posted


class IdentifiersForm(Form):
    """The publisher's prefix, and the identifier of each funder."""

    publisher_prefix = TextField(
        label=_("The partnership’s prefix as a publisher"),
        help_text=_(
            "360Giving gives it to whoever registers as a publisher. For example, 360G-example"
        ),
        required=False,
        most=60,
        width="20",
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, partnership: Partnership, funders: Iterable[Funder]
    ) -> None:
        super().__init__(data, initial={"publisher_prefix": partnership.publisher_prefix})
        self.boxes = {f"funder-{one.pk}": one.pk for one in funders}
        for one in funders:
            self.fields[f"funder-{one.pk}"] = TextField(
                label=_("Identifier of %(funder)s") % {"funder": one},
                help_text=_(
                    "Look it up on org-id.guide: the code of a register, then the number there. "
                    "For example, GB-LAE-MAI"
                ),
                initial=one.org_id,
                required=False,
                most=100,
                width="20",
            )

    def clean_publisher_prefix(self) -> str:
        """The prefix, where it is one."""
        return _said(check_prefix, self.cleaned_data["publisher_prefix"])

    def clean(self) -> dict[str, Any]:
        """The funders' identifiers, where they are such."""
        for name in self.boxes:
            try:
                _said(check_org_id, self.cleaned_data.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    @property
    def org_ids(self) -> dict[int, str]:
        """The identifiers by the funder's key."""
        return {pk: self.cleaned_data[name] for name, pk in self.boxes.items()}


def _said(check: Any, text: str) -> str:
    try:
        return str(check(text))
    except Refused as refused:
        raise ValidationError(str(refused)) from None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def identifiers_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Enter the identifiers under which the grants are published."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.SET_IDENTIFIERS, partnership)
    funders = list(funders_of(partnership))
    form = IdentifiersForm(posted(request), partnership=partnership, funders=funders)
    if form.is_valid():
        done = attempt(
            form,
            set_identifiers,
            partnership=partnership,
            publisher_prefix=form.cleaned_data["publisher_prefix"],
            org_ids=form.org_ids,
            by=request.user,
        )
        if done:
            messages.success(request, _("The identifiers are saved."))
            return redirect("partnership-people", code)
    context = {"form": form, "partnership": partnership}
    return page(request, "people/identifiers.html", context)
