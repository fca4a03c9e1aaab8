"""Addresses of the handbook within a project."""

from django.urls import path

from anju.handbook.views import clauses, languages, rules, scripts

app_name = "handbook"
S, C, R = "<int:script_id>", "clauses/<int:clause_id>", "rules/<int:rule_id>"

urlpatterns = [
    path("", scripts.scripts, name="scripts"),
    path("add/", scripts.add, name="add_script"),
    path("preview/", scripts.preview, name="preview_script"),
    path(f"{S}/", scripts.script, name="script"),
    path(f"{S}/change/", scripts.change, name="change_script"),
    path(f"{S}/retire/", scripts.retire, name="retire_script"),
    path(f"{S}/restore/", scripts.restore, name="restore_script"),
    path(f"{S}/revert/<int:number>/", scripts.revert, name="revert_script"),
    path("clauses/", clauses.clauses, name="clauses"),
    path(f"{C}/", clauses.clause, name="clause"),
    path(f"{C}/change/", clauses.change, name="change_clause"),
    path(f"{C}/revert/<int:number>/", clauses.revert, name="revert_clause"),
    path("rules/", rules.rules, name="rules"),
    path("rules/try/", rules.try_rules, name="try_rules"),
    path("rules/add/", rules.add, name="add_rule"),
    path(f"{R}/change/", rules.change, name="change_rule"),
    path(f"{R}/retire/", rules.retire, name="retire_rule"),
    path(f"{R}/restore/", rules.restore, name="restore_rule"),
    path("languages/", languages.languages, name="languages"),
    path("languages/mine/", languages.mine, name="my_languages"),
    path("languages/<int:user_id>/change/", languages.change, name="change_languages"),
]
