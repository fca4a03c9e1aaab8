"""What people hand in as files: the content once per project, and each use of it by name."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from anju.organization.models import Project, User

IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
PDF_TYPE = "application/pdf"


class BlobQuerySet(models.QuerySet["Blob"]):
    """Words for sets of stored contents."""

    def unused(self) -> "BlobQuerySet":
        """Those that no file shows any more."""
        return self.filter(files=None)


class Blob(models.Model):
    """One content of a project, kept once however often it is handed in, and never changed.

    It lies at `<files>/<project>/<first two of sha256>/<sha256>`. Two projects never share one:
    what is in a project must not be found out, or lost, by way of another.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    objects = BlobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="blob_once_per_project"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256_is_one"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="blob_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class FileQuerySet(models.QuerySet["File"]):
    """Words for sets of files."""

    def of(self, project: Project) -> "FileQuerySet":
        return self.filter(project=project)

    def about(self, subject: models.Model) -> "FileQuerySet":
        """Those attached to one thing."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def loose_before(self, moment: datetime) -> "FileQuerySet":
        """Those that have belonged to nothing since before a moment."""
        return self.filter(loose_since__lt=moment)

    def locked(self) -> "FileQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class File(models.Model):
    """A file somebody handed in, by the name they gave it.

    Loose until a form that names its token is saved; then it belongs to one subject, named by
    type and number since it lives on a higher floor. `token` stands in addresses and forms.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files")
    token = models.CharField(max_length=22)
    name = models.CharField("文件名", max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    loose_since = models.DateTimeField(null=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "token"], name="file_token_once"),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id=None, loose_since__isnull=False)
                | (~Q(subject_type="") & Q(subject_id__isnull=False, loose_since=None)),
                name="file_loose_or_attached",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "subject_type", "subject_id", "id"], name="file_of_subject"
            ),
            models.Index(
                fields=["loose_since"], name="file_loose", condition=Q(loose_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        return self.blob.size

    @property
    def is_image(self) -> bool:
        return self.blob.media_type in IMAGE_TYPES

    @property
    def is_shown_inline(self) -> bool:
        """Tell whether a browser may show it itself; everything else is downloaded."""
        return self.is_image or self.blob.media_type == PDF_TYPE
