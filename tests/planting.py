"""Writes personal data wherever a text can stand, to see that it leaves nowhere."""

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, models, transaction

from awards.actions import approve, start_monitoring
from awards.terms import next_terms
from bids.models import Bid, Measure
from monitoring.actions import accept_return
from monitoring.models import Return
from people.models import User
from tests.cast import AGREED, DECIDED, PAID, Cast, again

CONTACT = "Zebedee Quillfeather"
EMAIL = "zebedee@planted.example"
PHONE = "07700 900123"
BANK = "12-34-56 12345678"
BORN = "Nora Batty, born 12 May 1961"
SAID = f"{CONTACT} {EMAIL} {PHONE} {BANK} {BORN}."
SHORT = PHONE
PLANTED = (
    "quillfeather",
    "planted.example",
    "900123",
    "12345678",
    "12-34-56",
    "1961",
    "nora",
    "gunnhild",
)
APPS = ("people", "rounds", "funds", "bids", "scoring", "awards", "monitoring", "base")
LEFT = {
    "people.User": "names and addresses of people, by which they are found",
    "people.AuditRow": "the audit trail leaves only to those who may read it",
}
"""Models in which nothing is planted, and why."""


def planted(cast: Cast) -> tuple[Bid, set[str]]:
    """A funded project, and the fields in which personal data was planted, of every model there is."""
    member = User.objects.create_user("gunnhild@planted.example", name="Gunnhild Applicant")
    cast.organisation.members.add(member)
    bid = cast.sifted()
    Measure.objects.create(bid=bid, name="Visits", target="10")
    award = approve(
        bid=bid, amount_pence=400_000, by=cast.decision_maker, at=DECIDED, reason="It is needed."
    )
    next_terms(award, cast.officer, DECIDED, special_conditions=f"Ask {SAID}")
    start_monitoring(bid=again(bid), accepted_by=CONTACT, by=cast.officer, at=AGREED)
    accept_return(
        award=again(bid).award,
        period=cast.first_period,
        rag=Return.Rag.GREEN,
        progress="Open.",
        spent_pence=1,
        forecast_pence=1,
        by=cast.officer,
        actuals={Measure.objects.get(bid=bid): f"{CONTACT} {EMAIL}"},
        at=PAID,
    )
    fields = set(_plant())
    Bid.objects.update(contact_name=CONTACT)  # by which the name is known
    return again(bid), fields


def _plant() -> Iterator[str]:
    yield from ("awards.Terms.special_conditions", "monitoring.Actual.value")
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in APPS or label in LEFT:
            continue
        for field in model._meta.concrete_fields:
            if _takes(field) and _wrote(model, field):
                yield f"{label}.{field.name}"


def _takes(field: models.Field) -> bool:  # type: ignore[type-arg]  # of any kind
    fixed = (models.SlugField, models.EmailField, models.URLField, models.FileField)
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not isinstance(field, fixed) and not field.choices


def _wrote(model: type[models.Model], field: models.Field) -> bool:  # type: ignore[type-arg]
    room = field.max_length or len(SAID)
    text = next((said for said in (SAID, f"{CONTACT} {EMAIL}", SHORT) if len(said) <= room), "")
    try:
        with transaction.atomic():
            return bool(text) and model._default_manager.update(**{field.name: text}) > 0
    except DatabaseError:
        return False  # a reference, a year, a row that stands as it is
