"""Terms with providers of short messages, and their delivery reports."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.messaging.commands.sending import send_out
from anju.messaging.guarding import refuse_inside
from anju.messaging.models import Outgoing, ReportNonce, SmsProvider
from anju.messaging.refusals import ProviderRefused
from anju.messaging.seals import provider_purpose, seal
from anju.messaging.states import Adapter, OutChannel
from anju.messaging.verbs import MessagingVerb as Verb

TRIAL_TEXT = "这是一条测试短信,收到说明短信服务已接通。"
KEPT = timedelta(minutes=15)  # longer than a time stamp is good for, either way


@transaction.atomic
def add_provider(
    *,
    code: str,
    name: str,
    adapter: Adapter,
    url: str,
    key_id: str,
    secret: str,
    signature: str,
    by: Actor,
    at: datetime,
) -> SmsProvider:
    """Note the terms with a provider; it is used once it is chosen.

    :raises ProviderRefused: if the code is taken or the secret missing.
    :raises HostRefused: if the address leads into the own network.
    """
    if code == "add" or SmsProvider.objects.filter(code=code).exists():
        raise ProviderRefused(f"代号“{code}”已经用了,请换一个。")
    if not secret:
        raise ProviderRefused("请填写服务商给的密钥。")
    refuse_inside(_host(url))
    provider = SmsProvider.objects.create(
        code=code,
        name=name,
        name_key=sort_key(name),
        adapter=adapter,
        url=url,
        key_id=key_id,
        secret_sealed=seal(secret, purpose=provider_purpose(code)),
        signature=signature,
    )
    changes = {"name": (None, name), "url": (None, url), "signature": (None, signature)}
    record(Verb.PROVIDER_ADDED, subject=provider, project_id=None, by=by, at=at, changes=changes)
    return provider


@transaction.atomic
def change_provider(
    *,
    provider: SmsProvider,
    name: str,
    url: str,
    key_id: str,
    secret: str,
    signature: str,
    by: Actor,
    at: datetime,
) -> SmsProvider:
    """Change the terms; an empty secret keeps the one there is.

    :raises HostRefused: if the address leads into the own network.
    """
    refuse_inside(_host(url))
    provider = SmsProvider.objects.locked().get(pk=provider.pk)
    fields = {"name": name, "url": url, "key_id": key_id, "signature": signature}
    changes: dict[str, tuple[object, object]] = {
        field: (getattr(provider, field), value) for field, value in fields.items()
    }
    if secret:
        provider.secret_sealed = seal(secret, purpose=provider_purpose(provider.code))
        changes["secret"] = ("原密钥", "新密钥")
    for field, value in fields.items():
        setattr(provider, field, value)
    provider.name_key = sort_key(name)
    provider.save()
    record(Verb.PROVIDER_CHANGED, subject=provider, project_id=None, by=by, at=at, changes=changes)
    return provider


@transaction.atomic
def choose_provider(*, provider: SmsProvider, by: Actor, at: datetime) -> SmsProvider:
    """Send all short messages by this provider from now on; the one before it is stopped."""
    for each in SmsProvider.objects.locked():
        if each.is_in_use and each.pk != provider.pk:
            _use(each, False, Verb.PROVIDER_STOPPED, by=by, at=at)
    provider = SmsProvider.objects.get(pk=provider.pk)
    if not provider.is_in_use:
        _use(provider, True, Verb.PROVIDER_CHOSEN, by=by, at=at)
    return provider


@transaction.atomic
def stop_provider(*, provider: SmsProvider, by: Actor, at: datetime) -> SmsProvider:
    """Send no short messages by this provider any more.

    :raises ProviderRefused: if it is not in use.
    """
    provider = SmsProvider.objects.locked().get(pk=provider.pk)
    if not provider.is_in_use:
        raise ProviderRefused(f"{provider.name}没有在用,不需要停用。")
    _use(provider, False, Verb.PROVIDER_STOPPED, by=by, at=at)
    return provider


@transaction.atomic
def try_provider(
    *, provider: SmsProvider, phone: str, template: str, by: Actor, at: datetime
) -> Outgoing:
    """Send a short message to a number of one's own; its fate is shown on the provider's page.

    :raises ProviderRefused: unless the provider is in use: the outbox sends by the one that is.
    :raises BadAddress: if it is no mobile number.
    """
    if not provider.is_in_use:
        raise ProviderRefused("请先启用这个服务商,再发送测试短信。")
    outgoing = send_out(
        project=None,
        channel=OutChannel.SMS,
        address=phone,
        text=TRIAL_TEXT,
        provider_code=template,
        values={},
        key=f"trial:{provider.pk}:{at.timestamp():.0f}",
        subject=provider,
        by=by,
        at=at,
    )
    record(Verb.PROVIDER_TRIED, subject=provider, project_id=None, by=by, at=at)
    return outgoing


@transaction.atomic
def read_once(*, provider: SmsProvider, nonce: str, at: datetime) -> bool:
    """Return whether a report comes for the first time; it leaves no event of its own."""
    nonces = [ReportNonce(provider=provider, nonce=nonce, at=at)]
    # Counted by what is there afterwards: a conflict is swallowed by the database.
    before = ReportNonce.objects.filter(provider=provider, nonce=nonce).exists()
    if before:
        return False
    ReportNonce.objects.bulk_create(nonces, ignore_conflicts=True)
    return ReportNonce.objects.filter(provider=provider, nonce=nonce, at=at).exists()


@transaction.atomic
def drop_old_nonces(*, at: datetime) -> int:
    """Forget what is too old to be read again; it leaves no event. Returns how many."""
    return ReportNonce.objects.filter(at__lt=at - KEPT).delete()[0]


def _use(provider: SmsProvider, is_in_use: bool, verb: Verb, *, by: Actor, at: datetime) -> None:
    provider.is_in_use = is_in_use
    provider.save(update_fields=["is_in_use"])
    record(verb, subject=provider, project_id=None, by=by, at=at)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
