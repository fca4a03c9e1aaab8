"""Addresses of the service desk's catalogue within a project."""

from django.urls import path

from anju.tickets.views import categories, exporting, prices, retiring, rules, texts

app_name = "tickets"

urlpatterns = [
    path("categories/", categories.categories, name="categories"),
    path("categories/add/", categories.add, name="add_category"),
    path("categories/try/", categories.try_suggestions, name="try_suggestions"),
    path("categories/<int:category_id>/add/", categories.add_below, name="add_below"),
    path("categories/<int:category_id>/change/", categories.change, name="change_category"),
    path("categories/<int:category_id>/move/", categories.move, name="move_category"),
    path("categories/<int:category_id>/hang/", categories.hang, name="hang_category"),
    path("remits/", rules.remits, name="remits"),
    path("remits/add/", rules.add_remit, name="add_remit"),
    path("remits/<int:remit_id>/change/", rules.change_remit, name="change_remit"),
    path("dispatch/", rules.dispatch, name="dispatch"),
    path("dispatch/add/", rules.add_rule, name="add_rule"),
    path("dispatch/try/", rules.try_rules, name="try_rules"),
    path("dispatch/arrange/", rules.arrange, name="arrange"),
    path("dispatch/<int:rank>/change/", rules.change_rule, name="change_rule"),
    path("checklists/", texts.checklists, name="checklists"),
    path("checklists/add/", texts.add_checklist, name="add_checklist"),
    path("checklists/<int:checklist_id>/change/", texts.change_checklist, name="change_checklist"),
    path("templates/", texts.templates, name="templates"),
    path("templates/add/", texts.add_template, name="add_template"),
    path("templates/<int:template_id>/change/", texts.change_template, name="change_template"),
    path("templates/<int:template_id>/preview/", texts.preview, name="preview"),
    path("prices/", prices.prices, name="prices"),
    path("prices/add/", prices.add, name="add_price"),
    path("prices/print/", prices.print_prices, name="print_prices"),
    path("prices/<int:item_id>/change/", prices.change, name="change_price"),
    path("<str:part>/<int:entry_id>/retire/", retiring.retire, name="retire"),
    path("<str:part>/<int:entry_id>/restore/", retiring.restore, name="restore"),
    path("<str:part>/history/", retiring.history, name="history"),
    path("<str:part>/export/", exporting.export, name="export"),
]
