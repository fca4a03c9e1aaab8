"""What the trail says of files."""

from django.db.models import TextChoices


class ArchivesVerb(TextChoices):
    """Events of files; their subject is what the file belongs to."""

    FILES_ATTACHED = "archives.files_attached", "添加附件"
    FILE_DETACHED = "archives.file_detached", "移除附件"
