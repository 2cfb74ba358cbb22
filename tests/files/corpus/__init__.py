"""Files as people really have them, and as nobody should send them: made by code, each with what becomes of it."""

from tests.files.corpus import exports, hostile, others, texts, workbooks
from tests.files.corpus.base import Sample

SAMPLES: tuple[Sample, ...] = (
    *texts.SAMPLES,
    *exports.SAMPLES,
    *workbooks.SAMPLES,
    *hostile.SAMPLES,
    *others.SAMPLES,
)

__all__ = ["SAMPLES", "Sample"]
