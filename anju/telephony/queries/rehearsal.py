"""With whose numbers calls are played for practice."""

from collections import defaultdict

from anju.organization.models import Project
from anju.residents.models import PersonState, Phone

MOST = 400
OFFERED = 12


def callers_to_play(project: Project) -> list[tuple[str, list[Phone]]]:
    """Return numbers of the register with who has them: shared ones first, then the first few."""
    found = Phone.objects.filter(project=project, person__state=PersonState.ACTIVE)
    by_number: defaultdict[str, list[Phone]] = defaultdict(list)
    for phone in found.select_related("person").order_by("pk")[:MOST]:
        by_number[phone.number].append(phone)
    numbers = sorted(by_number.items(), key=lambda item: (-len(item[1]), item[1][0].pk))
    return numbers[:OFFERED]
