"""Pages are drawn from the sources: no build of all static files is needed."""

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings: pytest.FixtureRequest, _own_files: None) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
