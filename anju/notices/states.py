"""The life of a notice."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class NoticeState(TextChoices):
    DRAFT = "DRAFT", "草稿"
    PUBLISHED = "PUBLISHED", "已发布"
    WITHDRAWN = "WITHDRAWN", "已撤下"


LIFE = StateMachine(
    {
        NoticeState.DRAFT: [NoticeState.PUBLISHED],
        NoticeState.PUBLISHED: [NoticeState.WITHDRAWN],
        NoticeState.WITHDRAWN: [],
    }
)
