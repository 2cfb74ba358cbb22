"""What can be read about workspaces and their people."""

from kuule.workspaces.models import Member


def membership(*, slug: str, user_id: int) -> Member | None:
    """Return a user's membership in the workspace with this slug, with both rows loaded, or None."""
    return (
        Member.objects.select_related("workspace", "user")
        .filter(workspace__slug=slug, user_id=user_id, user__is_active=True)
        .first()
    )
