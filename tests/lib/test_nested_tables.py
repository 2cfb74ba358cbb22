"""JSON, and cells that hold JSON, as tables."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.lib.tables import UnreadableTableError
from kuule.lib.tables.nested import flat
from kuule.lib.tables.records import open_records

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=5)
OBJECTS = st.lists(st.dictionaries(NAMES, PLAIN | st.lists(PLAIN, max_size=3), max_size=4), min_size=1, max_size=6)


def cells(path: Path) -> list[list[str]]:
    with open_records(path) as opened:
        return [record.cells for record in opened.records()]


@given(OBJECTS, st.sampled_from(["list", "lines", "pretty"]))
def test_every_way_to_write_objects_gives_the_same_table(tmp_path_factory, rows, way) -> None:
    rows = [{"id": number, **row} for number, row in enumerate(rows)]
    path = tmp_path_factory.mktemp("json") / "file"
    written = {
        "list": json.dumps(rows, separators=(",", ":")),
        "lines": "\n".join(map(json.dumps, rows)),
        "pretty": json.dumps(rows, indent=2, ensure_ascii=False),
    }
    path.write_text(written[way], encoding="utf-8")
    header, *found = cells(path)
    assert len(set(header)) == len(header)
    assert [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in found] == [
        {name: text for name, text in flat(row).items() if text} for row in rows
    ]


def test_a_file_longer_than_what_is_read_at_once_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_text(json.dumps([{"id": number, "comment": "ä" * 999} for number in range(500)], ensure_ascii=False))
    found = cells(path)
    assert (len(found), found[-1]) == (501, ["499", "ä" * 999])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"a": 1}, {"a": ', "broken"),
        ('[{"a": 1}, 7]', "other_kind"),
        ('[{"a": ' + "[" * 100_000, "broken"),
        ('[{"": null}]', "empty"),
        ("[{" + ",".join(f'"c{n}": 1' for n in range(20_000)) + "}]", "too_many_columns"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(UnreadableTableError) as refused:
        cells(path)
    assert refused.value.reason == reason


def test_only_cells_that_programs_fill_with_json_are_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('id,person_properties,comment\n1,"{""Plan"": ""pro""}","{""a"": 1}"\n2,,\n3,nonsense,\n')
    assert cells(path) == [
        ["id", "person_properties.Plan", "person_properties", "comment"],
        ["1", "pro", "", '{"a": 1}'],
        ["2", "", "", ""],
        ["3", "", "nonsense", ""],
    ]
