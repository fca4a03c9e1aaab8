"""会说的语言: which colleague understands whom the others do not (C6.15.5)."""

from django.db import models

from anju.organization.models import Project, User


class SpokenLanguage(models.Model):
    """A language or dialect that somebody speaks well enough to take a call in it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="员工")
    language = models.CharField("语言", max_length=20)
    language_key = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "language", "user", name="spoken_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.user.name}:{self.language}"
