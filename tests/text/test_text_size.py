"""Ten thousand comments: what they take of a machine."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys, time
from pathlib import Path
import numpy as np
from kuule.text.comments import Comments
from kuule.text.seeds import starter_set
from kuule.text.sentiment import learn_sentiment
from kuule.text.theme_models import learn_themes
from tests.text.real_comments import nhs_scored

texts, sides = nhs_scored(Path(sys.argv[1]))
sentiment = learn_sentiment(Comments(texts=texts), sides)
themes = learn_themes(Comments(texts=texts), starter_set("health").themes[:12])
many = Comments(texts=(texts * 3)[:10_000])
begun = time.process_time()
sentiment.probabilities(many), themes.label(many)
seconds = time.process_time() - begun
# What a process inherits of its parent's peak is in getrusage, but not here.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({
    "seconds": seconds,
    "megabytes": int(peak.split()[1]) / 1024,
    "django": "django" in sys.modules,
}))
"""


@pytest.mark.soak
def test_ten_thousand_comments_take_seconds_and_little_memory(test_data):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(test_data)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)

    assert found["seconds"] < 30
    assert found["megabytes"] < 500
    assert not found["django"]
