"""The PCC's forms that somebody may see."""

from django.http import Http404

from people.models import Partnership, User
from people.partnerships import find_partnership
from people.permissions import Permission, may, require
from reports.models import PccForm


def find_reader(user: User, code: str) -> Partnership:
    """A partnership whose papers the person reads; else the page is not there."""
    partnership = find_partnership(user, code)
    if not may(user, Permission.READ, partnership):
        raise Http404
    return partnership


def find_form(user: User, code: str, pk: int) -> PccForm:
    """A form of a partnership, for those who read its papers; else the page is not there."""
    form = find_reader(user, code).pcc_forms.filter(pk=pk)
    found = form.select_related("partnership", "by").first()
    if found is None:
        raise Http404
    return found


def find_for_change(user: User, code: str, pk: int) -> PccForm:
    """A form for who may change it. Raises ``NotAllowed`` for others who read the papers."""
    form = find_form(user, code, pk)
    require(user, Permission.SEND_SUBMISSION, form.partnership)
    return form
