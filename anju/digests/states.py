"""The life of a daily digest."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class DigestState(TextChoices):
    DRAFT = "DRAFT", "待签阅"
    SIGNED = "SIGNED", "已签发"
    READ = "READ", "项目经理已阅"


LIFE = StateMachine(
    {
        DigestState.DRAFT: [DigestState.SIGNED],
        DigestState.SIGNED: [DigestState.READ],
        DigestState.READ: [],
    }
)
