"""A report speaks its language in a bare program, in the running product, and where nothing has been built yet."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import get_language, gettext

from kuule.analysis import language
from kuule.analysis.language import languages, speaking

pytestmark = pytest.mark.any_database
BARE = """
import sys
from kuule.analysis.language import speaking
with speaking(sys.argv[1]) as spoken:
    from kuule.analysis.report.html import html_report
    from kuule.analysis.report.pdf import pdf_report
    from tests.analysis.report_samples import ordinary
    page, pdf = html_report(ordinary()), pdf_report(ordinary())
from django.conf import settings
from django.apps import apps
assert not settings.DATABASES and not list(apps.get_app_configs())
print(spoken, pdf[:4].decode(), len(page) > 10_000, "Uusimmat kommentit" in page, "Newest comments" in page)
"""


def bare(code: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "KUULE_"))}
    command = [sys.executable, "-c", BARE, code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_bare_program_needs_no_home_no_database_and_no_applications() -> None:
    assert bare("fi") == "fi %PDF True True False"
    assert bare("en") == "en %PDF True False True"


def test_inside_the_product_the_language_lasts_as_long_as_the_block() -> None:
    before = get_language()
    with speaking("fi") as spoken:
        assert (spoken, get_language(), gettext("Trend")) == ("fi", "fi", "Kehitys")
    assert get_language() == before


def test_an_unknown_language_is_answered_with_the_known_ones() -> None:
    assert languages() == ("en", "fi")
    with pytest.raises(ValueError, match=r"does not speak 'sv'. Choose one of: en, fi"), speaking("sv"):
        pass


def test_texts_that_are_missing_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of_texts(tmp_path, monkeypatch)
    with speaking("fi") as spoken:
        assert spoken == "fi"
    assert (folder / "django.mo").exists()


def test_where_nothing_can_be_built_it_speaks_english_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    copy_of_texts(tmp_path, monkeypatch)
    monkeypatch.setattr("kuule.ui.assets.replacing", _refuse)
    with caplog.at_level(logging.WARNING), speaking("fi") as spoken:
        assert (spoken, gettext("Trend")) == ("en", "Trend")
    assert "The report is in English. Run `make assets`" in caplog.text


def test_old_texts_are_better_than_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = copy_of_texts(tmp_path, monkeypatch)
    built = folder / "django.mo"
    built.touch()
    os.utime(built, (0, 0))
    monkeypatch.setattr("kuule.ui.assets.replacing", _refuse)
    with caplog.at_level(logging.WARNING), speaking("fi") as spoken:
        assert spoken == "fi"
    assert "may be old" in caplog.text


def _refuse(target: Path) -> None:
    raise PermissionError(13, "Permission denied", str(target))


def copy_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue in a folder of its own, not built."""
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(language.LOCALES / "fi" / "LC_MESSAGES" / "django.po", folder)
    monkeypatch.setattr(language, "LOCALES", tmp_path)
    monkeypatch.setattr("kuule.ui.assets.LOCALES", tmp_path)
    return folder
