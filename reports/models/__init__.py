"""What is kept of the files that leave: how they are made, the officer's words, the PCC's own forms."""

from reports.models.committee import HouseStyle, MembersQuestion, ReportWords, SignOff
from reports.models.jobs import Job
from reports.models.pcc_forms import PccForm

__all__ = ["HouseStyle", "Job", "MembersQuestion", "PccForm", "ReportWords", "SignOff"]
