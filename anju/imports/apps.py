"""App configuration."""

from django.apps import AppConfig


class Imports(AppConfig):
    name = "anju.imports"
    label = "imports"
    verbose_name = "资料导入"
