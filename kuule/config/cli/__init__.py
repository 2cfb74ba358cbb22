"""The `kuule` command. Each command imports what it needs when it runs, so that `--help` is quick."""

from kuule.config.cli.main import app

__all__ = ["app"]
