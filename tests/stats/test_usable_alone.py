"""An analyst takes the statistics without the rest: quick to load, and nothing heavier than numpy."""

import json
import subprocess
import sys

HEAVY = (
    *("scipy", "django", "polars", "pandas", "pyarrow", "statsmodels", "lifelines", "duckdb"),
    *("numpy.testing", "kuule.config", "kuule.ui", "kuule.insight"),
)


def test_loading_it_loads_numpy_and_nothing_heavier() -> None:
    code = "import json, sys; from kuule import stats; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = json.loads(done.stdout)
    assert "numpy" in loaded
    assert [name for name in loaded if name.split(".")[0] in HEAVY or name in HEAVY] == []


def test_what_it_exports_exists_and_is_documented() -> None:
    from kuule import stats

    for name in stats.__all__:
        assert (getattr(stats, name).__doc__ or "x") != "x" or name.isupper(), name
