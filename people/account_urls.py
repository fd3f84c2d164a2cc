"""Addresses of signing in and of one's own account, with the names that the sign-in looks for."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as council
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path

from people.views import account_page, change_name, ours, sign_out

COUNCIL = {"provider_id": "council"}

urlpatterns = [
    path("sign-in", ours(account.request_login_code), name="login"),
    path("sign-in", ours(account.request_login_code), name="account_request_login_code"),
    path("sign-in/code", ours(account.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/password", ours(account.login), name="account_login"),
    path("sign-in/second-step", ours(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/closed", ours(account.account_inactive), name="account_inactive"),
    path("sign-in/council", openid.login, COUNCIL, name="openid_connect_login"),
    path("sign-in/council/back", openid.callback, COUNCIL, name="openid_connect_callback"),
    path("sign-in/council/stopped", council.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/council/error", council.login_error, name="socialaccount_login_error"),
    path("sign-in/council/new", ours(council.signup), name="socialaccount_signup"),
    path("sign-up", ours(account.signup), name="account_signup"),
    path(
        "sign-up/code",
        ours(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("sign-out", sign_out, name="logout"),
    path("sign-out", sign_out, name="account_logout"),
    path("password", ours(account.password_reset), name="account_reset_password"),
    path(
        "password/code",
        ours(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/new",
        ours(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/done",
        ours(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("account", account_page, name="account"),
    path("account", account_page, name="account_email"),
    path("account/name", change_name, name="account-name"),
    path("account/password", ours(account.password_change), name="account_change_password"),
    path("account/password/set", ours(account.password_set), name="account_set_password"),
    path("account/confirm/password", ours(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code", ours(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey",
        ours(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-step", ours(mfa.index), name="mfa_index"),
    path("account/second-step/app", ours(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-step/app/remove", ours(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/second-step/passkeys", ours(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add", ours(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/second-step/passkeys/<int:pk>/remove",
        ours(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/recovery-codes",
        ours(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new",
        ours(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/sessions", ours(sessions.list_usersessions), name="usersessions_list"),
]
