from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0006_no_more_than_committed"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="covering",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="submission",
            name="covering_checksum",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("covering__isnull", True), ("covering_checksum", "")),
                    models.Q(
                        ("covering__isnull", False),
                        models.Q(("covering_checksum", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="awards_submission_covering_with_checksum",
            ),
        ),
    ]
