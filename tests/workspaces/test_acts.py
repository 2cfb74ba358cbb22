import re
from pathlib import Path

import pytest

import kuule
from kuule.workspaces.views.acts import SENTENCES

WRITTEN = re.compile(r"""\bact=["'](\w+)["']""")


@pytest.mark.any_database
def test_every_act_reads_as_a_sentence_in_the_audit_log() -> None:
    sources = Path(kuule.__file__).parent.rglob("*.py")
    acts = {act for source in sources for act in WRITTEN.findall(source.read_text())}
    assert "team_formed" in acts
    assert not acts - SENTENCES.keys(), "Add a sentence for these to kuule/workspaces/views/acts.py."
