"""Addresses of the PCC's own forms."""

from django.urls import path

from reports.pcc_forms.filling_views import fill_page, filled_file
from reports.pcc_forms.views import (
    blank_file,
    end_page,
    form_page,
    forms_page,
    replace_page,
)

FORMS = "partnerships/<slug:code>/pcc-forms"
FILLED = "rounds/<slug:code>/pcc-forms/<int:pk>"

urlpatterns = [
    path(FORMS, forms_page, name="pcc-forms"),
    path(f"{FORMS}/<int:pk>", form_page, name="pcc-form"),
    path(f"{FORMS}/<int:pk>/blank.xlsx", blank_file, name="pcc-form-blank"),
    path(f"{FORMS}/<int:pk>/replace", replace_page, name="pcc-form-replace"),
    path(f"{FORMS}/<int:pk>/end", end_page, name="pcc-form-end"),
    path(f"{FILLED}/fill", fill_page, name="pcc-form-fill"),
    path(f"{FILLED}/filled.xlsx", filled_file, name="pcc-form-filled"),
]
