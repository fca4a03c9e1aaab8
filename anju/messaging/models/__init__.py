"""What is told inside the house, what leaves it, and by whom."""

from anju.messaging.models.alerts import AlertSettings, AlertSettingsQuerySet
from anju.messaging.models.outgoing import Outgoing, OutgoingQuerySet
from anju.messaging.models.providers import ReportNonce, SmsProvider, SmsProviderQuerySet
from anju.messaging.models.staff_messages import StaffMessage, StaffMessageQuerySet

__all__ = [
    "AlertSettings",
    "AlertSettingsQuerySet",
    "Outgoing",
    "OutgoingQuerySet",
    "ReportNonce",
    "SmsProvider",
    "SmsProviderQuerySet",
    "StaffMessage",
    "StaffMessageQuerySet",
]
