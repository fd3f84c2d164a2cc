"""What panel members had said by their workbooks stands as their declarations from now on."""

from typing import Any

from django.db import migrations


def declare(apps: Any, editor: Any) -> None:
    scores = apps.get_model("scoring", "Score").objects
    interests = apps.get_model("scoring", "Interest").objects
    declarations = apps.get_model("scoring", "Declaration").objects
    notes = apps.get_model("base", "Note").objects
    keys = ("bid__round", "member", "bid__organisation")
    scores.update(from_workbook=True)
    found = dict.fromkeys(scores.order_by().values_list(*keys).distinct(), "")
    for *key, words in interests.values_list(*keys, "words"):
        found[tuple(key)] = words
    for (round, member, organisation), words in found.items():
        declarations.create(
            round_id=round,
            member_id=member,
            organisation_id=organisation,
            has_interest=bool(words),
            note=notes.create(text=words) if words else None,
            by_id=member,
        )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_a_fair_sift"), ("base", "0001_initial")]
    operations = [migrations.RunPython(declare, migrations.RunPython.noop)]
