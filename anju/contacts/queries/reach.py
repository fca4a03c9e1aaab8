"""By which channels a person can be reached, and who else has their number."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from anju.contacts.states import Channel
from anju.core.phones import MOBILE
from anju.organization.models import Project
from anju.residents.models import Occupancy, Person, PersonState, Phone


@dataclass(frozen=True, slots=True)
class Reach:
    """The first mobile, whether a telephone or mail address is known, and where to begin."""

    mobile: Phone | None
    has_phone: bool
    has_mail: bool
    channel: Channel

    @property
    def open(self) -> list[Channel]:
        """The channels that need nothing we lack, the one to begin with first."""
        found = [Channel.WECHAT, Channel.VISIT, Channel.PAPER]
        if self.has_mail:
            found.insert(0, Channel.MAIL)
        if self.has_phone:
            found.insert(0, Channel.PHONE)
        if self.mobile is not None:
            found.insert(0, Channel.SMS)
        return sorted(found, key=lambda each: each != self.channel)

    def after(self, failed: Channel) -> Channel:
        """Return the channel to offer when one has failed."""
        return next(each for each in self.open if each != failed)


def reach_of(person: Person) -> Reach:
    """Return how a person is reached: as they prefer where that is possible."""
    phones = list(Phone.objects.filter(project=person.project_id, person=person))
    mobile = next((phone for phone in phones if MOBILE.fullmatch(phone.number)), None)
    usual = Channel.SMS if mobile else Channel.PHONE if phones else Channel.PAPER
    wanted = Channel(person.preferred_channel) if person.preferred_channel else usual
    known = {Channel.SMS: mobile is not None, Channel.PHONE: bool(phones)}
    known[Channel.MAIL] = bool(person.email)
    begin = wanted if known.get(wanted, True) else usual
    return Reach(mobile, bool(phones), bool(person.email), begin)


def sharers(project: Project, person: Person, *, day: date) -> list[Person]:
    """Return the others in register who have one of a person's numbers, with today's units."""
    numbers = Phone.objects.filter(project=project, person=person).values("number")
    today = Occupancy.objects.of(project).on(day).select_related("unit").in_order()
    others = Person.objects.of(project).filter(phones__number__in=numbers, state=PersonState.ACTIVE)
    others = others.exclude(pk=person.pk).distinct()
    return list(others.prefetch_related(Prefetch("occupancies", today, to_attr="today")).by_name())
