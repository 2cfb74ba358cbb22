"""What `kuule up` does before anything runs: assets, database, demo. Prints one line of JSON: the welcome."""

import json
import sys

from kuule.config.cli.ground import needs_django


def prepare(*, demo: bool) -> str:
    """Bring assets and database to this version, seed the demo when asked, and return what to tell people."""
    from kuule.ui.assets import build_assets, compile_translations

    compile_translations()
    build_assets()
    needs_django()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    if demo:
        from django.utils import timezone

        from kuule.demo.services import seed_demo

        seed_demo(now=timezone.now())
    from kuule.config.welcome import welcome

    return welcome()


if __name__ == "__main__":
    # The welcome goes to standard output alone; whatever else is said goes to the terminal.
    answer, sys.stdout = sys.stdout, sys.stderr
    text = prepare(demo="--demo" in sys.argv[1:])
    answer.write(json.dumps({"welcome": text}))
