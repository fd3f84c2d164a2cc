"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView

from people.forms import SignInForm

sign_in = LoginView.as_view(
    authentication_form=SignInForm,
    template_name="people/sign_in.html",
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()
