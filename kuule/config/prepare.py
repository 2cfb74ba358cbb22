"""What `kuule up` does before anything runs: assets, database, demo. Prints one line of JSON: the welcome."""

import json
import sys

from kuule.config.cli.ground import needs_django
from kuule.config.environment import environment
from kuule.config.freshness import remember_fresh


def prepare(*, demo: bool) -> str:
    """Bring assets and database to this version, seed the demo when asked, and return what to tell people."""
    build_everything()
    from django.core.management import call_command

    from kuule.config.health import unapplied_migrations

    if unapplied_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    if demo:
        from django.utils import timezone

        from kuule.demo.services import seed_demo

        seed_demo(now=timezone.now())
    from kuule.config.welcome import welcome

    remember_fresh(environment())
    return welcome()


def build_everything() -> None:
    """Build stylesheet, font and translations, and collect static files; what is fresh is left alone."""
    from kuule.ui.assets import build_assets, compile_translations

    compile_translations()
    build_assets()
    needs_django()
    from kuule.config.static import collect_static

    collect_static()


if __name__ == "__main__":
    # The welcome goes to standard output alone; whatever else is said goes to the terminal.
    answer, sys.stdout = sys.stdout, sys.stderr
    if "--assets" in sys.argv[1:]:
        build_everything()
    else:
        answer.write(json.dumps({"welcome": prepare(demo="--demo" in sys.argv[1:])}))
