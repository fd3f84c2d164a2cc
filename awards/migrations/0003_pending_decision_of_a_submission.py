"""A decision that awaits confirmation says which version it answers, and why it was sent back.

There is no such row yet anywhere, so the key needs no default.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_the_service_in_the_browser")]

    operations = [
        migrations.AddField(
            "pendingdecision",
            "submission",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pending_decisions",
                to="awards.submission",
            ),
        ),
        migrations.AddField(
            "pendingdecision",
            "ended_why",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
