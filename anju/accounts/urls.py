"""Addresses of signing in and of one's own account."""

from django.urls import path

from anju.accounts.views import me, passwords, pins, signing, totp

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/code/", signing.sign_in_code, name="sign_in_code"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("switch/", pins.switch, name="switch"),
    path("me/", me.me, name="me"),
    path("me/appearance/", me.appearance, name="appearance"),
    path("me/password/", passwords.change_password, name="change_password"),
    path("me/devices/<int:session>/end/", me.end_device, name="end_device"),
    path("me/devices/end-others/", me.end_other_devices, name="end_other_devices"),
    path("me/totp/", totp.set_totp, name="set_totp"),
    path("me/totp/codes/", totp.codes, name="codes"),
    path("me/totp/codes/renew/", totp.renew_codes, name="renew_codes"),
    path("me/totp/remove/", totp.remove_totp, name="remove_totp"),
    path("me/pin/", pins.set_pin, name="set_pin"),
    path("me/pin/remove/", pins.remove_pin, name="remove_pin"),
]
