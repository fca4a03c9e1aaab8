"""App configuration."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "anju.accounts"
    label = "accounts"
    verbose_name = "登录与设备"
