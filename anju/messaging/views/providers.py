"""The company's providers of short messages (head office)."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.messaging.commands.providing import (
    add_provider,
    change_provider,
    choose_provider,
    stop_provider,
    try_provider,
)
from anju.messaging.forms.providers import ProviderForm, TrialForm
from anju.messaging.models import SmsProvider
from anju.messaging.permissions import MessagingOfficePermission as May
from anju.messaging.queries.providers import (
    provider_across_projects,
    providers_across_projects,
    trials_across_projects,
    week_across_projects,
)
from anju.organization.doors import OfficeRequest, office_view
from anju.ui.responses import done, page


@office_view(May.MANAGE_PROVIDERS)
def providers(request: OfficeRequest) -> HttpResponseBase:
    """List the providers; one is in use for the whole company."""
    context = {"providers": list(providers_across_projects())}
    return page(request, "messaging/providers.html", context, live=["office:messaging"])


@office_view(May.MANAGE_PROVIDERS)
def provider(request: OfficeRequest, provider: str) -> HttpResponseBase:
    """Show one provider, its week, and a form to try it."""
    found = _provider_or_404(provider)
    return _provider_page(request, found, TrialForm())


@office_view(May.MANAGE_PROVIDERS)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Note the terms with a provider."""
    form = ProviderForm(request.POST or None, is_new=True, may_be_plain=_may_be_plain())
    if form.is_valid():
        try:
            added = add_provider(by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"{added.name}已登记。启用后短信由它发送。"
            return done(request, to=_url("provider", added), said=said)
    return _form_page(request, form, "登记短信服务商", reverse("providers:providers"))


@office_view(May.MANAGE_PROVIDERS)
def change(request: OfficeRequest, provider: str) -> HttpResponseBase:
    """Change the terms with a provider."""
    found = _provider_or_404(provider)
    form = ProviderForm(
        request.POST or None,
        initial=ProviderForm.of(found),
        is_new=False,
        may_be_plain=_may_be_plain(),
    )
    if form.is_valid():
        try:
            change_provider(provider=found, by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url("provider", found), said="已保存。")
    return _form_page(request, form, f"修改{found.name}", _url("provider", found))


@require_POST
@office_view(May.MANAGE_PROVIDERS)
def choose(request: OfficeRequest, provider: str) -> HttpResponseBase:
    """Send all short messages by this provider from now on."""
    found = choose_provider(provider=_provider_or_404(provider), by=request.by, at=request.at)
    said = f"从现在起,短信由{found.name}发送。"
    return done(request, to=_url("provider", found), said=said)


@require_POST
@office_view(May.MANAGE_PROVIDERS)
def stop(request: OfficeRequest, provider: str) -> HttpResponseBase:
    """Send no short messages by this provider any more."""
    found = stop_provider(provider=_provider_or_404(provider), by=request.by, at=request.at)
    return done(request, to=_url("provider", found), said=f"{found.name}已停用,暂时不发短信。")


@require_POST
@office_view(May.MANAGE_PROVIDERS)
def try_out(request: OfficeRequest, provider: str) -> HttpResponseBase:
    """Send a test message to a number of one's own."""
    found = _provider_or_404(provider)
    form = TrialForm(request.POST)
    if form.is_valid():
        try:
            try_provider(provider=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal, "phone")
        else:
            said = "测试短信已交付发送,下面会显示是否送达。"
            return done(request, to=_url("provider", found), said=said)
    return _provider_page(request, found, form)


def _provider_page(request: OfficeRequest, found: SmsProvider, form: TrialForm) -> HttpResponseBase:
    context = {
        "provider": found,
        "form": form,
        "trials": trials_across_projects(found),
        "week": week_across_projects(found, at=request.at),
        "report": f"{settings.ANJU_REPORT_URL}{reverse('report:report', args=[found.code])}",
    }
    live = ["office:messaging"]
    return page(
        request, "messaging/provider.html", context, part="trials", status=form.status, live=live
    )


def _form_page(
    request: OfficeRequest, form: ProviderForm, title: str, back: str
) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": back}
    return page(request, "messaging/form.html", context, status=form.status)


def _provider_or_404(code: str) -> SmsProvider:
    found = provider_across_projects(code)
    if found is None:
        raise Http404
    return found


def _url(name: str, found: SmsProvider) -> str:
    return reverse(f"providers:{name}", args=[found.code])


def _may_be_plain() -> bool:
    """Whether http:// will do: the trial's sandbox has no certificate."""
    return not settings.ANJU_IS_PRODUCTION or bool(settings.ANJU_PRIVATE_HOSTS)
