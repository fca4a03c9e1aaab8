"""Other apps' parts of a unit's page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from anju.estate.hooks import UnitPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def unit_panel(context: template.Context, panel: UnitPanel) -> SafeString:
    """Draw a panel by its app's template, with the page's context and its own on top."""
    assert context.template is not None, "a panel stands on a page"
    with context.push(**panel.context):
        body = context.template.engine.get_template(panel.template)
        return mark_safe(body.render(context))  # noqa: S308  a template of ours escapes by itself
