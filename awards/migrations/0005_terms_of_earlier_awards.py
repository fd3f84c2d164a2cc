from typing import Any

from django.db import migrations
from django.db.models import F


def write_terms(apps: Any, schema_editor: Any) -> None:
    """Earlier awards had their bid's own dates and outcomes, were paid at once, and never changed."""
    award_model, terms_model = (apps.get_model("awards", name) for name in ("Award", "Terms"))
    award_model.objects.update(approved_pence=F("amount_pence"))
    for award in award_model.objects.select_related("bid").iterator():
        terms_model.objects.create(
            award=award,
            version=1,
            amount_pence=award.amount_pence,
            starts_on=award.bid.starts_on,
            ends_on=award.bid.ends_on,
            outcomes=award.bid.outcomes,
            headings=[{"name": "The whole project", "amount_pence": award.amount_pence}],
            at=award.approved_at,
            by_id=award.approved_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [("awards", "0004_the_money_and_the_year")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
