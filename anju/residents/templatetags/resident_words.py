"""How residents are written on pages: always by the viewer's rights."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from anju.organization.access import Access
from anju.residents import sight
from anju.residents.hooks import PersonPanel
from anju.residents.models import Person

register = template.Library()


@register.filter
def named(person: Person, access: Access | None) -> str:
    """Show a person's name, masked for those who may not read names."""
    return sight.name_of(person, access)


@register.filter
def called(person: Person, access: Access | None) -> str:
    """Show how to address a person, masked for those who may not read names."""
    return sight.called(person, access)


@register.filter
def titled(person: Person, access: Access | None) -> str:
    """Show form of address and name together."""
    return sight.full_title(person, access)


@register.filter
def plate(text: str, access: Access | None) -> str:
    """Show a number plate, masked for those who may not read names."""
    return sight.plate_of(text, access)


@register.filter
def first_phone(person: Person) -> str:
    """Show the first telephone, masked for everybody."""
    return sight.first_phone(person)


@register.filter
def keyed(word: str, number: int) -> str:
    """Return an element's id for a row: phone-17."""
    return f"{word}-{number}"


@register.filter
def item(mapping: Any, key: object) -> Any:
    """Look a key up; nothing where it is not."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def person_panel(context: template.Context, panel: PersonPanel) -> SafeString:
    """Draw another app's part of a resident's page, with the page's context and its own on top."""
    assert context.template is not None, "a panel stands on a page"
    with context.push(**panel.context):
        body = context.template.engine.get_template(panel.template)
        return mark_safe(body.render(context))  # noqa: S308  a template of ours escapes by itself
