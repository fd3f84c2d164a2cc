"""The spreadsheets that the PCC's office uses itself, and which of their cells the service fills."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Partnership, User


class PccForm(models.Model):
    """A spreadsheet of the PCC's office as it was uploaded, and the map of its cells to fields."""

    class Kind(models.TextChoices):
        PROPOSALS = "proposals", _("Proposals: a row for each bid")
        BUSINESS_CASE = "business-case", _("Business case: a file for each project")
        QUARTERLY = "quarterly", _("Quarterly monitoring: a row for each project")
        MID_YEAR = "mid-year", _("Mid-year monitoring: a row for each project")
        YEAR_END = "year-end", _("Year-end monitoring: a row for each project")

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="pcc_forms")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    file = models.BinaryField()
    checksum = models.CharField(max_length=64)
    """SHA-256 of the file as it was uploaded."""
    map = models.JSONField(default=dict, blank=True)
    """Which cells and columns are filled with which fields (see ``reports.pcc_forms.mapping``)."""
    version = models.PositiveIntegerField(default=1)
    """Goes up with each change of the map, so that two people cannot overwrite each other."""
    by = models.ForeignKey(User, models.PROTECT, related_name="pcc_forms")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Since when it is not used any more."""

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "title"],
                condition=Q(ended_at__isnull=True),
                name="reports_pcc_form_title_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
