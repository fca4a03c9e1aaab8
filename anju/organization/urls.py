"""Addresses of the organization within a project."""

from django.urls import path

from anju.organization.views import departments, deputies, importing, leaving, person, staff, trail

app_name = "organization"

urlpatterns = [
    path("staff/", staff.staff, name="staff"),
    path("staff/export/", staff.export_staff, name="export_staff"),
    path("staff/add/", staff.add_person, name="add_person"),
    path("staff/import/", importing.import_staff, name="import_staff"),
    path("staff/import/template/", importing.template, name="import_template"),
    path("staff/import/<int:import_id>/", importing.confirm_import, name="confirm_import"),
    path("staff/slips/", person.slips, name="slips"),
    path("staff/<int:person_id>/", person.person, name="person"),
    path("staff/<int:person_id>/change/", person.change_person, name="change_person"),
    path("staff/<int:person_id>/reveal/", person.reveal, name="reveal"),
    path("staff/<int:person_id>/reset-password/", person.reset_password, name="reset_password"),
    path("staff/<int:person_id>/part/", leaving.part, name="part"),
    path("staff/<int:person_id>/parted/", leaving.parted, name="parted"),
    path("staff/<int:person_id>/posts/add/", person.add_post_to_person, name="add_membership"),
    path(
        "staff/<int:person_id>/posts/<int:membership_id>/change/",
        person.change_post_of_person,
        name="change_membership",
    ),
    path(
        "staff/<int:person_id>/posts/<int:membership_id>/end/",
        person.end_post_of_person,
        name="end_membership",
    ),
    path("departments/", departments.departments, name="departments"),
    path("departments/export/", departments.export_departments, name="export_departments"),
    path("departments/add/", departments.add, name="add_department"),
    path("departments/<int:department_id>/change/", departments.change, name="change_department"),
    path("departments/<int:department_id>/retire/", departments.retire, name="retire_department"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/export/", deputies.export_deputies, name="export_deputies"),
    path("deputies/name/", deputies.name, name="name_deputy"),
    path("deputies/<int:deputyship_id>/revoke/", deputies.revoke, name="revoke_deputy"),
    path("trail/", trail.trail, name="trail"),
    path("trail/export/", trail.export_trail, name="export_trail"),
]
