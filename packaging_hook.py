"""Tells the build which packages Kuule needs: the one list is requirements/base.in."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

BUILD_ONLY = {"editables", "hatchling"}


class CustomMetadataHook(MetadataHookInterface):
    """Reads the run-time dependencies from requirements/base.in."""

    def update(self, metadata: dict) -> None:
        """Fill in `dependencies`, leaving out what only builds."""
        lines = Path(self.root, "requirements", "base.in").read_text().splitlines()
        names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        metadata["dependencies"] = [name for name in names if name not in BUILD_ONLY]
