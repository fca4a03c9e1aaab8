"""The settings of the door: quiet hours, and how often a household is disturbed at most."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.contacts.models import ContactTerms
from anju.contacts.quiet import Hours, next_decent
from anju.contacts.refusals import TermsRefused, refuse_stale
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor
from anju.organization.models import Project

MOST = 50


@transaction.atomic
def change_terms(
    *,
    project: Project,
    cap: int,
    night: Hours | None,
    noon: Hours | None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> ContactTerms:
    """Change when what we start has to wait, and the cap per household in seven days.

    :param night: from until, over midnight or not; None: no quiet time.
    :raises TermsRefused: if the hours leave no minute of the day, or the cap is no number of use.
    :raises StaleEdit: if somebody saved in between.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    terms = ContactTerms.objects.filter(project=project).first() or ContactTerms(project=project)
    refuse_stale(terms, seen)
    if not 0 <= cap <= MOST:
        raise TermsRefused(f"每户次数请填 0 到 {MOST}。")
    if next_decent([hours for hours in (night, noon) if hours], at) is None:
        raise TermsRefused("这样一整天都不能联系了,请把免打扰时间改短一些。")
    before = terms.said()
    terms.cap = cap
    terms.night_from, terms.night_until = night or (None, None)
    terms.noon_from, terms.noon_until = noon or (None, None)
    after = terms.said()
    if before == after and terms.pk:
        return terms
    terms.edition += 1
    terms.save()
    changes = {name: (before[name], after[name]) for name in after}
    record(
        Verb.TERMS_CHANGED,
        subject=terms,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
    )
    return terms
