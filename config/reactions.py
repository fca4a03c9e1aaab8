"""What happens later because something happened: verb → names of tasks (never imports)."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "organization.deputy_named": ("messaging.tell_of_deputyship",),
    "organization.deputy_revoked": ("messaging.tell_of_deputyship",),
    "notices.published": ("notices.tell_staff",),
}
