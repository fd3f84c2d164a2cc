"""Addresses of signing in, people and organisations."""

from django.urls import path

from people.views import sign_in, sign_out

urlpatterns = [
    path("sign-in", sign_in, name="login"),
    path("sign-out", sign_out, name="logout"),
]
