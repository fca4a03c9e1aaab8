"""`bin/anju manage note_restoration`, which `bin/anju restore` calls."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.operations.commands import note_restoration


class Command(BaseCommand):
    """Leave in the restored database that it was restored, and from what."""

    help = "Note that this database was brought back from a backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="the backup's name")

    def handle(self, *_: object, folder: str, **__: object) -> None:
        note_restoration(folder=folder, by=COMMAND_LINE, at=timezone.now())
