import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_terms_of_earlier_awards")]

    operations = [
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_pence__gt", 0), ("increased_pence__gte", 0)),
                name="awards_award_approved_above_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount_pence__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("approved_pence"), "+", models.F("increased_pence")
                        ),
                    )
                ),
                name="awards_award_no_more_than_committed",
            ),
        ),
    ]
