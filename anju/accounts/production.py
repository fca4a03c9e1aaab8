"""What keeps an installation from serving people while it is not safe to."""

from django.conf import settings

from anju.accounts.queries import demonstration_logins


class UnsafeProduction(Exception):
    """Production must not start; the message says why and what to run."""


def refuse_unsafe_production() -> None:
    """Make sure that no demonstration login is active in production; asks the database.

    Signing in refuses demonstration logins in production as well, in case one is made later.

    :raises UnsafeProduction: naming the logins and the command that ends them.
    """
    logins = demonstration_logins() if settings.ANJU_IS_PRODUCTION else []
    if logins:
        raise UnsafeProduction(
            f"Demonstration logins are active: {', '.join(logins)}. Run `bin/anju demo --end` "
            "before production starts. 正式环境不能保留演示账号:请先运行 bin/anju demo --end。"
        )
