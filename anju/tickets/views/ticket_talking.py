"""What is said: to the owner, among ourselves, to a department; and what is promised."""

from collections.abc import Callable
from contextlib import suppress

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.clocks.permissions import ClocksPermission
from anju.core.errors import DomainError
from anju.core.periods import spoken_time
from anju.drafts.commands import DraftBehind, drop_draft, save_draft
from anju.drafts.queries import draft_of
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.answering import answer_ticket, contact_owner, note_ticket
from anju.tickets.commands.helping import answer_help, ask_help, withdraw_help
from anju.tickets.commands.promising import promise_again
from anju.tickets.facts import facts_of_ticket
from anju.tickets.forms.ticket_talking import (
    HelpForm,
    PromiseForm,
    ReplyForm,
    TalkForm,
    WithdrawForm,
)
from anju.tickets.models import HelpRequest, Ticket
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.orders import departments_of_worker
from anju.tickets.queries.promising import free_renewals, usual_promise, who_may
from anju.tickets.queries.ticket_page import ticket_page
from anju.tickets.queries.ticket_parts import clock_of, help_in
from anju.tickets.states import ContactWay
from anju.tickets.views.ticket_message import message_of, talk_form
from anju.tickets.views.ticket_shown import (
    act,
    draft_key,
    posted,
    show_ticket,
    ticket_or_404,
    url_of_ticket,
)
from anju.ui.responses import done


@staff_view(May.ANSWER)
def note(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Write a note among ourselves; the owner never sees it."""
    found = ticket_or_404(request, ticket_id)
    form = talk_form(request, found)

    def save() -> str:
        note_ticket(ticket=found, words=form.cleaned_data["words"], by=request.by, at=request.at)
        return "备注已存,业主看不到。"

    return _say(request, found, form, "note", save)


@staff_view(May.ANSWER)
def contact(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Record a contact with the owner that does not end the matter."""
    found = ticket_or_404(request, ticket_id)
    form = talk_form(request, found)

    def save() -> str:
        number = form.cleaned_data["keeps"]
        keeps = clock_of(request.project, found, number) if number else None
        contact_owner(
            ticket=found,
            way=form.contact_way,
            words=form.cleaned_data["words"],
            outcome=form.cleaned_data["outcome"],
            keeps=keeps,
            message=message_of(request, found, form),
            by=request.by,
            at=request.at,
        )
        return "已记下与业主的联系,承诺已兑现。" if keeps else "已记下与业主的联系。"

    return _say(request, found, form, "contact", save)


@staff_view(May.ANSWER)
def answer(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Tell the owner the result: the ticket is answered."""
    found = ticket_or_404(request, ticket_id)
    form = talk_form(request, found)

    def save() -> str:
        answer_ticket(
            ticket=found,
            way=form.contact_way,
            words=form.cleaned_data["words"],
            outcome=form.cleaned_data["outcome"],
            message=message_of(request, found, form),
            by=request.by,
            at=request.at,
        )
        return f"{found.number} 已答复业主。"

    return _say(request, found, form, "answer", save)


@staff_view(May.ANSWER)
def promise(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Give the owner a new time: a renewal, or a new promise where the old one is past."""
    found = ticket_or_404(request, ticket_id)
    shown = ticket_page(request.project, found, at=request.at)
    renewed = shown.promise if not shown.is_broken else None
    needs_consent = renewed is not None and renewed.renewals >= free_renewals(request.project)
    agreeing = None
    if needs_consent:
        agreeing = who_may(request.project, ClocksPermission.AGREE_RENEWAL, at=request.at)
    usual = usual_promise(request.project, facts_of_ticket(found, at=request.at), at=request.at)
    if renewed is not None and usual is not None and usual <= renewed.due_at:
        usual = None
    initial = PromiseForm.at(usual)
    if agreeing is not None and request.access.may(ClocksPermission.AGREE_RENEWAL):
        initial["agreed_by"] = request.user.pk
    form = PromiseForm(posted(request), agreeing=agreeing, is_new=renewed is None, initial=initial)

    def save() -> str:
        said = form.cleaned_data
        clock = promise_again(
            ticket=found,
            until=said["until"],
            reason=said["reason"],
            way=ContactWay(said["way"]),
            outcome=said["outcome"],
            agreed_by=said.get("agreed_by"),
            by=request.by,
            at=request.at,
        )
        return f"已承诺业主{spoken_time(clock.due_at, now=request.at)} 前答复。"

    title = "改期续诺" if renewed else "重新承诺" if shown.is_broken else "承诺时间"
    return act(
        request,
        found,
        form,
        title=title,
        verb="已告知业主,保存",
        save=save,
        template="tickets/promise.html",
        promised=shown.promise,
        is_broken=shown.is_broken,
        needs_consent=needs_consent,
    )


@staff_view(May.ANSWER)
def ask(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Ask a department for help at once; its assist clock runs."""
    found = ticket_or_404(request, ticket_id)
    form = HelpForm(posted(request), project=request.project)

    def save() -> str:
        said = form.cleaned_data
        asked = ask_help(
            ticket=found,
            department=said["department"],
            question=said["question"],
            by=request.by,
            at=request.at,
        )
        return f"已请{asked.department.name}协助,当班人员会收到消息。"

    return act(request, found, form, title="请求协助", verb="请求协助", save=save)


@staff_view(May.HELP)
def reply(request: StaffRequest, help_id: int) -> HttpResponseBase:
    """Give a department's answer: by its own people, or by the desk that heard it by telephone."""
    asked = _help_or_404(request, help_id)
    form = ReplyForm(posted(request))

    def save() -> str:
        answer_help(asked=asked, reply=form.cleaned_data["reply"], by=request.by, at=request.at)
        return "已答复,前台会据此答复业主。"

    to = "" if request.access.may(May.READ) else _my_orders(request)
    return act(
        request,
        asked.ticket,
        form,
        title="答复协助请求",
        verb="答复",
        save=save,
        to=to,
        question=asked.question,
    )


@staff_view(May.ANSWER)
def withdraw(request: StaffRequest, help_id: int) -> HttpResponseBase:
    """Take a request back that is no longer needed."""
    asked = _help_or_404(request, help_id)
    form = WithdrawForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        withdraw_help(asked=asked, reason=reason, by=request.by, at=request.at)
        return "协助请求已撤回。"

    return act(
        request,
        asked.ticket,
        form,
        title="撤回协助请求",
        verb="撤回",
        save=save,
        question=asked.question,
        is_end=True,
    )


def _say(
    request: StaffRequest, found: Ticket, form: TalkForm, say: str, save: Callable[[], str]
) -> HttpResponseBase:
    """Take what was said; a refusal shows the page again with the text as it was typed."""
    if form.is_valid():
        try:
            said = save()
        except DomainError as refusal:
            form.refuse(refusal)
            _keep(request, found, form, say)
        else:
            drop_draft(project=request.project, user=request.user, key=draft_key(found))
            return done(request, to=url_of_ticket(request, found), said=said)
    return show_ticket(request, found, talk=form, say=say, status=form.status)


def _keep(request: StaffRequest, found: Ticket, form: TalkForm, say: str) -> None:
    """Keep a refused text as the draft it was: who first finishes the work finds it again."""
    key = draft_key(found)
    stored = draft_of(request.project, request.user, key)
    names = ("words", "way", "outcome", "channel", "template")
    fields = {name: str(form.cleaned_data.get(name) or "") for name in names}
    with suppress(DraftBehind):  # another window has just kept its own
        save_draft(
            project=request.project,
            user=request.user,
            key=key,
            fields={**fields, "say": say},
            version=stored.version if stored else 0,
            at=request.at,
        )


def _help_or_404(request: StaffRequest, help_id: int) -> HelpRequest:
    """Return a request for help; who does not read tickets sees those of their departments."""
    asked = help_in(request.project, help_id)
    if asked is None:
        raise Http404
    if not request.access.may(May.READ):
        mine = departments_of_worker(request.project, request.user, request.at)
        if asked.department_id not in mine:
            raise Http404
    return asked


def _my_orders(request: StaffRequest) -> str:
    return reverse("tickets:my_orders", args=[request.project.code])
