"""Addresses of the head office (总部)."""

from django.urls import path

from anju.organization.views.office import (
    appointments,
    home,
    parties,
    people,
    posts,
    projects,
    roles,
    trail,
)

app_name = "office"

urlpatterns = [
    path("", home.home, name="home"),
    path("projects/", projects.projects, name="projects"),
    path("projects/export/", projects.export_projects, name="export_projects"),
    path("projects/add/", projects.add, name="add_project"),
    path("projects/<int:project_id>/change/", projects.change, name="change_project"),
    path("projects/<int:project_id>/close/", projects.close, name="close_project"),
    path("projects/<int:project_id>/reopen/", projects.reopen, name="reopen_project"),
    path("people/", people.people, name="people"),
    path("people/export/", people.export_people, name="export_people"),
    path("people/slips/", people.slips, name="slips"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/reset-password/", people.reset_password, name="reset_password"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/export/", appointments.export_appointments, name="export_appointments"),
    path("appointments/add/", appointments.add, name="add_appointment"),
    path("appointments/<int:appointment_id>/end/", appointments.end, name="end_appointment"),
    path("roles/", roles.roles, name="roles"),
    path("roles/export/", roles.export_roles, name="export_roles"),
    path("roles/add/", roles.add, name="add_role"),
    path("roles/<int:role_id>/change/", roles.change, name="change_role"),
    path("posts/", posts.posts, name="posts"),
    path("posts/export/", posts.export_posts, name="export_posts"),
    path("posts/add/", posts.add, name="add_post"),
    path("posts/<int:post_id>/change/", posts.change, name="change_post"),
    path("parties/", parties.parties, name="parties"),
    path("parties/export/", parties.export_parties, name="export_parties"),
    path("parties/add/", parties.add, name="add_party"),
    path("parties/<int:party_id>/change/", parties.change, name="change_party"),
    path("parties/<int:party_id>/retire/", parties.retire, name="retire_party"),
    path("company/", parties.company, name="company"),
    path("trail/", trail.trail, name="trail"),
    path("trail/export/", trail.export_trail, name="export_trail"),
]
