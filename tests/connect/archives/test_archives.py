"""A workspace moves to another Kuule and says the same there; what it says of itself is held against it."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BigIntegerField, BinaryField, FileField, JSONField
from django.utils import timezone

from kuule.act.models import IncomingFile
from kuule.connect.archives import references
from kuule.connect.archives.collisions import is_once_everywhere
from kuule.connect.archives.loading import load_archive
from kuule.connect.archives.manifest import ArchiveRefusedError, Manifest
from kuule.connect.archives.references import renumbered
from kuule.connect.archives.tables import LEFT_OUT, OUTBOXES, kept_models, label_of, points_to, undecided_models
from kuule.connect.archives.writing import write_archive
from kuule.contacts.models import Contact, Suppression
from kuule.contacts.selectors import suppressions_of
from kuule.contacts.services import suppress
from kuule.contacts.tasks import drain_exports
from kuule.dispatch.models import Delivery, Programme, Wave
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.surveys.models import Touchpoint
from kuule.text.comments import Comments
from kuule.text.seeds import SeededTheme
from kuule.text.theme_models import ThemesModel, learn_themes
from kuule.workspaces.models import ApiKey, Member, User, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company, client_of, make_charlie
from tests.connect.archives.figures import said
from tests.workspaces.objects import MAKERS

ROOT = Path(__file__).parents[3]


def archive_of(workspace: Workspace, path: Path) -> Manifest:
    made = write_archive(workspace, path, now=timezone.now(), goes_on=lambda done, total: True)
    assert made is not None
    return made


def kuule_at(home: Path, *command: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *command],
        env={**kept, "KUULE_HOME": str(home), "KUULE_ANALYTICS_URL": "off"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def everything(transactional_db: None, nordlys: Company) -> Company:
    """A workspace with one thing of each kind that has a page, and some that have none."""
    # The mail of a wave comes first: nobody is asked twice.
    for make in dict.fromkeys((MAKERS["delivery_id"], *MAKERS.values())):
        make(nordlys.workspace)
    return nordlys


def test_nobody_forgot_to_say_where_a_table_belongs() -> None:
    assert undecided_models() == []
    listed = {label for label in LEFT_OUT if label not in {label_of(model) for model in apps.get_models(True)}}
    assert not listed, "tables that are gone"
    for model in kept_models():
        for column in model._meta.concrete_fields:
            name, target = f"{label_of(model)}.{column.attname}", points_to(column)
            assert target is None or label_of(target) not in LEFT_OUT, f"{name} would name a row that stays behind"


def test_nobody_forgot_to_say_which_columns_name_other_rows() -> None:
    columns = {
        f"{label_of(model)}.{column.attname}": column
        for model in kept_models()
        for column in model._meta.concrete_fields
    }
    of_json = {*references.PATHS, *references.QUESTIONS, *references.WITHOUT_IDS}
    of_numbers = {*references.LOOSE, *references.LOOSE_PEOPLE, *references.COUNTS}
    for name, column in columns.items():
        if isinstance(column, JSONField):
            assert name in of_json, f"{name}: does it hold ids? Say so in references.py"
        if isinstance(column, BinaryField):
            assert name in {*references.LEARNED, *references.PLAIN_BYTES}, f"{name}: does it know rows by their ids?"
        if isinstance(column, BigIntegerField) and not column.primary_key and column.attname != "workspace_id":
            assert name in of_numbers, f"{name}: is it an id? Say so in references.py"
    assert {*of_json, *of_numbers, *references.KEYS, *references.RULES} <= columns.keys(), "columns that are gone"


@pytest.mark.parametrize(
    ("column", "was", "becomes"),
    [
        ("dispatch.wave.audience", {"account_id": 3, "search": "7"}, {"account_id": 103, "search": "7"}),
        ("dispatch.programme.audience", {"ids": [1, 2]}, {"ids": [101, 102]}),
        ("act.huddle.agenda", {"heard": [{"theme": None, "n": 4}]}, {"heard": [{"theme": None, "n": 4}]}),
        ("act.huddle.agenda", {"heard": [{"responses": [5]}]}, {"heard": [{"responses": [105]}]}),
        ("act.caseevent.params", {"to": [6], "level": 2, "was": None}, {"to": [106], "level": 2, "was": None}),
        ("act.letter.once_key", "reminder 13 1 8", "reminder 113 1 108"),
        ("act.letter.once_key", "new-case 1 2 3", "new-case 101 102 103"),
        ("act.letter.once_key", "part 4 20250513091000", "part 104 20250513091000"),
        ("insight.savedview.params", {"survey": "4", "score": "9"}, {"survey": "104", "score": "9"}),
        ("insight.savedview.params", {"rest_of": "theme:5"}, {"rest_of": "theme:105"}),
        ("insight.savedview.params", {"by": "team", "segment": "2"}, {"by": "team", "segment": "102"}),
        ("insight.savedview.params", {"by": "p.seats", "segment": "2"}, {"by": "p.seats", "segment": "2"}),
        ("dispatch.occurrence.rule", "limit_7", "limit_107"),
        ("dispatch.occurrence.rule", "not_now", "not_now"),
        ("responses.response.answers", {"price": 4}, {"price": 4}),
    ],
)
def test_ids_outside_of_foreign_keys_move_along(column: str, was: Any, becomes: Any) -> None:
    assert renumbered(column, was, lambda number: number + 100) == becomes


def test_what_was_learned_knows_its_themes_again() -> None:
    themes = [SeededTheme(key="7", name={"en": "Price"}, seeds={"en": ("price", "expensive")}, praise=False)]
    texts = [f"The price is too high, it is expensive {n}" if n % 2 else f"They were kind {n}" for n in range(40)]
    learned = learn_themes(Comments(texts=texts, languages=["en"] * len(texts)), themes).to_bytes()
    moved = renumbered("insight.textmodel.state", memoryview(learned), lambda number: number + 100)
    assert [theme.key for theme in ThemesModel.from_bytes(moved).themes] == ["107"]
    assert renumbered("insight.textmodel.state", memoryview(b"no such model"), lambda number: 0) == b"no such model"


def test_an_archive_of_the_copy_is_the_archive(everything: Company, tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    archive_of(everything.workspace, first)
    loaded = load_archive(first, now=timezone.now(), slug="copy", goes_on_asking=True)
    archive_of(loaded.workspace, second)
    contacts = [
        Contact.objects.filter(workspace=each).earliest("pk").pk for each in (loaded.workspace, everything.workspace)
    ]
    shift = contacts[0] - contacts[1]
    before, after = rows_in(first), rows_in(second)
    assert before.keys() == after.keys()
    assert sum(map(len, before.values())) > 150
    for label, rows in before.items():
        wanted = [moved(label, row, shift) for row in rows]
        found = [moved(label, row, 0) for row in after[label]]
        # The copy also knows that it was loaded, and of the one archive more.
        assert found[: len(wanted)] == wanted, label
        assert len(found) == len(wanted) + (label == "workspaces.auditentry"), label
    assert loaded.files == 1
    files = IncomingFile.objects.filter(workspace__in=(everything.workspace, loaded.workspace))
    assert len({each.file.name for each in files}) == 2
    assert len({each.file.read() for each in files}) == 1


def rows_in(archive: Path) -> dict[str, list[dict[str, Any]]]:
    with zipfile.ZipFile(archive) as opened:
        tables = [name for name in opened.namelist() if name.startswith("tables/")]
        lines = {name: [json.loads(line) for line in opened.read(name).splitlines()] for name in tables}
    return {
        name.removeprefix("tables/").removesuffix(".jsonl"): [dict(zip(columns, row, strict=True)) for row in rows]
        for name, (columns, *rows) in lines.items()
    }


def moved(label: str, row: dict[str, Any], shift: int) -> dict[str, Any]:
    """Return a row with higher ids, without what a copy has to have of its own."""
    columns = {each.attname: each for each in apps.get_model(label)._meta.concrete_fields}
    own = {name for name, each in columns.items() if is_once_everywhere(each) or isinstance(each, FileField)}
    own |= {"workspace_id", "id"} if label in OUTBOXES else {"workspace_id"}
    own |= {"state"} if label == "jobs.job" else set()
    return {
        name: shifted(f"{label}.{name}", columns[name], value, shift) for name, value in row.items() if name not in own
    }


def shifted(name: str, column: Any, value: Any, shift: int) -> Any:
    target = points_to(column)
    names_a_row = column.primary_key or target is not None
    if value is None or target is User or name.startswith("workspaces.user"):
        return value
    return value + shift if names_a_row else renumbered(name, value, lambda number: number + shift)


@pytest.mark.soak
@pytest.mark.any_database
def test_the_demo_says_the_same_on_a_fresh_kuule(
    todays_demo: Workspace, move_in: Callable[[Path], None], tmp_path: Path
) -> None:
    archive, home, moment = tmp_path / "demo.zip", tmp_path / "fresh", timezone.now() + timedelta(minutes=1)
    here = said("demo", moment)
    assert {words.partition(" ")[0] for words in here.values()} == {"200"}
    archive_of(todays_demo, archive)
    move_in(home)
    told = kuule_at(home, "-m", "kuule", "archive", "load", str(archive), "--keep-asking")
    assert "maija@kellokaari.example" in told
    assert "make new keys" in told
    there = json.loads(kuule_at(home, "-m", "tests.connect.archives.figures", "demo", moment.isoformat()))
    assert there == here


def test_from_one_database_to_the_other_and_back(
    everything: Company, move_in: Callable[[Path], None], tmp_path: Path
) -> None:
    """On PostgreSQL this is the way to the embedded database and back."""
    there, back, home = tmp_path / "there.zip", tmp_path / "back.zip", tmp_path / "fresh"
    archive_of(everything.workspace, there)
    move_in(home)
    kuule_at(home, "-m", "kuule", "archive", "load", str(there), "--keep-asking")
    kuule_at(home, "-m", "kuule", "archive", "make", str(back), "--workspace", "nordlys")
    loaded = load_archive(back, now=timezone.now(), slug="back", goes_on_asking=True)
    moment = timezone.now() + timedelta(minutes=1)
    before, after = said("nordlys", moment), said("back", moment)
    assert {page: words.replace("/w/back/", "/w/nordlys/") for page, words in after.items()} == before
    assert Response.objects.filter(workspace=loaded.workspace).count() == (
        Response.objects.filter(workspace=everything.workspace).count()
    )
    # What comes next gets ids of its own.
    Contact.objects.create(workspace=loaded.workspace, email="new@x.example", created_at=moment)


@pytest.mark.django_db(transaction=True)
class TestLoading:
    def test_links_in_inboxes_and_wishes_not_to_be_mailed_live_on(self, nordlys: Company, tmp_path: Path, now) -> None:
        MAKERS["delivery_id"](nordlys.workspace)
        Delivery.objects.update(token_hash="a" * 64)
        suppress(workspace=nordlys.workspace, address="no@x.example", reason="unsubscribed", actor=SYSTEM, now=now)
        archive = tmp_path / "a.zip"
        archive_of(nordlys.workspace, archive)
        Delivery.objects.update(token_hash=None)  # as on a Kuule that has none of it
        loaded = load_archive(archive, now=now, slug="copy")
        assert Delivery.objects.get(workspace=loaded.workspace).token_hash == "a" * 64
        assert suppressions_of(loaded.workspace, addresses=["no@x.example"])

    def test_a_copy_beside_the_first_takes_no_link_from_it(self, nordlys: Company, tmp_path: Path, now) -> None:
        MAKERS["delivery_id"](nordlys.workspace)
        Delivery.objects.update(token_hash="b" * 64)
        archive = tmp_path / "a.zip"
        archive_of(nordlys.workspace, archive)
        loaded = load_archive(archive, now=now, slug="copy")
        assert Delivery.objects.get(workspace=nordlys.workspace).token_hash == "b" * 64
        assert Delivery.objects.get(workspace=loaded.workspace).token_hash is None
        assert loaded.renewed["dispatch.delivery.token_hash"] == 1

    def test_people_are_matched_by_address_and_new_ones_have_no_password(
        self, nordlys: Company, tmp_path: Path, now
    ) -> None:
        archive = tmp_path / "a.zip"
        archive_of(nordlys.workspace, archive)
        alice = nordlys.alice.user
        User.objects.filter(email="bob@nordlys.example").delete()
        loaded = load_archive(archive, now=now, slug="copy")
        assert loaded.invited == ["bob@nordlys.example"]
        assert not User.objects.get(email="bob@nordlys.example").has_usable_password()
        assert Member.objects.get(workspace=loaded.workspace, role="owner").user == alice
        assert not User.objects.filter(is_superuser=True).exists()

    def test_secrets_stay_behind(self, everything: Company, tmp_path: Path) -> None:
        archive = tmp_path / "a.zip"
        archive_of(everything.workspace, archive)
        assert ApiKey.objects.exists()
        with zipfile.ZipFile(archive) as opened:
            whole = b"".join(opened.read(name) for name in opened.namelist())
        secrets = [*ApiKey.objects.values_list("key_hash", flat=True), *User.objects.values_list("password", flat=True)]
        assert not [each for each in secrets if each.encode() in whole]

    def test_nobody_is_asked_until_somebody_says_so(self, everything: Company, tmp_path: Path, now) -> None:
        archive = tmp_path / "a.zip"
        Touchpoint.objects.update(is_on=True)
        Programme.objects.update(state="running")
        Wave.objects.update(state="scheduled")
        Delivery.objects.update(state="due")
        archive_of(everything.workspace, archive)
        copy = load_archive(archive, now=now, slug="copy").workspace
        assert not Touchpoint.objects.filter(workspace=copy, is_on=True).exists()
        assert {each.state for each in Programme.objects.filter(workspace=copy)} == {"paused"}
        assert {each.state for each in Wave.objects.filter(workspace=copy)} == {"cancelled"}
        assert {each.state for each in Delivery.objects.filter(workspace=copy)} == {"dropped"}

    def test_what_is_here_is_never_touched(self, nordlys: Company, tmp_path: Path, now) -> None:
        """An archive that names rows of others, by numbers outside of its own, is refused."""
        mine = Contact.objects.create(workspace=nordlys.workspace, email="a@x.example", created_at=now)
        Suppression.objects.create(
            workspace=nordlys.workspace, address_hash="x", reason="bounced", contact=mine, created_at=now
        )
        archive = tmp_path / "a.zip"
        archive_of(nordlys.workspace, archive)
        victim = Contact.objects.create(workspace=make_charlie().workspace, email="c@x.example", created_at=now)
        for number in (victim.pk - 2 * mine.pk, -1, 0, 10**9, "1", 1.5, True):
            forged = forge(
                archive, tmp_path / "forged.zip", "tables/contacts.suppression.jsonl", str(mine.pk), json.dumps(number)
            )
            with pytest.raises(ArchiveRefusedError):
                load_archive(forged, now=now, slug="copy")
        assert Workspace.objects.count() == 2


def forge(archive: Path, target: Path, name: str, old: str, new: str) -> Path:
    """Change one table of an archive and make its manifest fit."""
    with zipfile.ZipFile(archive) as opened, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as forged:
        contents = {each: opened.read(each) for each in opened.namelist()}
        header, _, rows = contents[name].decode().partition("\n")
        values = [json.loads(line) for line in rows.splitlines()]
        place = json.loads(header).index("contact_id")
        for row in values:
            assert str(row[place]) == old
            row[place] = json.loads(new)
        contents[name] = (header + "\n" + "".join(json.dumps(row) + "\n" for row in values)).encode()
        manifest = json.loads(contents["manifest.json"])
        for part in manifest["parts"]:
            if part["name"] == name:
                part |= {"bytes": len(contents[name]), "sha256": hashlib.sha256(contents[name]).hexdigest()}
        contents["manifest.json"] = json.dumps(manifest).encode()
        for each, content in contents.items():
            forged.writestr(each, content)
    return target


def with_manifest(archive: Path, target: Path, **changes: Any) -> Path:
    with zipfile.ZipFile(archive) as opened, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in opened.namelist():
            content = opened.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), **changes}).encode()
            changed.writestr(name, content)
    return target


@pytest.mark.django_db(transaction=True)
def test_what_is_no_whole_archive_is_refused_with_a_sentence(nordlys: Company, tmp_path: Path, now) -> None:
    good = tmp_path / "good.zip"
    archive_of(nordlys.workspace, good)
    content = good.read_bytes()
    bad: dict[str, Path] = {
        name: tmp_path / f"{name}.zip" for name in ("cut", "flipped", "text", "foreign", "climbs", "bomb")
    }
    bad["cut"].write_bytes(content[: len(content) // 2])
    middle = content.index(b"workspaces.auditentry") + 60
    bad["flipped"].write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    bad["text"].write_text("no archive")
    with zipfile.ZipFile(bad["foreign"], "w") as opened:
        opened.writestr("people.csv", "email")
    with zipfile.ZipFile(bad["climbs"], "w") as opened:
        opened.writestr("manifest.json", "{}")
        opened.writestr("../../etc/passwd", "x")
    with zipfile.ZipFile(bad["bomb"], "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("manifest.json", "{}")
        opened.writestr("tables/contacts.contact.jsonl", b"0" * (60 * 1024**2))
    bad["missing"] = tmp_path / "nowhere.zip"
    bad["newer format"] = with_manifest(good, tmp_path / "format.zip", format=2)
    bad["newer Kuule"] = with_manifest(good, tmp_path / "newer.zip", migrations=["contacts.9999_from_the_future"])
    bad["empty manifest"] = with_manifest(good, tmp_path / "parts.zip", parts=[])
    bad["no number"] = with_manifest(good, tmp_path / "number.zip", highest_id="many")
    bad["taken name"] = good
    for what, path in bad.items():
        with pytest.raises(ArchiveRefusedError) as refused:
            load_archive(path, now=now)
        assert refused.value.mend, what
        assert what.startswith("newer") == ("newer Kuule" in str(refused.value)), what
    assert Workspace.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_half_way_leaves_nothing(everything: Company, tmp_path: Path, now) -> None:
    archive = tmp_path / "a.zip"
    archive_of(everything.workspace, archive)
    files = {path for path in (tmp_path / "files").rglob("*") if path.is_file()}
    rows = {model: model._base_manager.count() for model in kept_models()}

    def stop(done: int, total: int) -> None:
        if done > total * 0.9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_archive(archive, now=now, slug="copy", on_progress=stop)
    assert {model: model._base_manager.count() for model in kept_models()} == rows
    assert {path for path in (tmp_path / "files").rglob("*") if path.is_file()} == files


@pytest.mark.django_db(transaction=True)
class TestPage:
    def test_an_owner_has_an_archive_made_and_takes_it(self, nordlys: Company, tmp_path: Path, now) -> None:
        client = client_of(nordlys.alice)
        assert "API keys" in client.get("/w/nordlys/settings/archive/").content.decode()
        to = client.post("/w/nordlys/settings/archive/")["Location"]
        drain_exports()
        job = Job.objects.get(kind="archive")
        assert (job.state, job.result["rows"] > 0) == ("done", True)
        assert "Download" in client.get(to).content.decode()
        taken = tmp_path / "taken.zip"
        taken.write_bytes(b"".join(client.get(f"{to}file/")))
        assert load_archive(taken, now=now, slug="copy").workspace.name == "Nordlys Energy"
        assert "made an archive" in client.get("/w/nordlys/settings/audit/").content.decode()

    def test_nobody_else_can_take_it(self, nordlys: Company) -> None:
        to = client_of(nordlys.alice).post("/w/nordlys/settings/archive/")["Location"]
        drain_exports()
        analyst = client_of(nordlys.anna)
        assert analyst.get(f"{to}file/").status_code == 403
        assert analyst.post("/w/nordlys/settings/archive/").status_code == 403
