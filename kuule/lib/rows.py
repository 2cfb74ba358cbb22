"""Rows of a table as JSON, in the form that a field's `to_python` reads back."""

import base64
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class RowEncoder(DjangoJSONEncoder):
    """Writes what columns hold, bytes included, so that the field's `to_python` reads it back."""

    def default(self, o: object) -> Any:
        """Return a JSON value; moments keep their microseconds."""
        if isinstance(o, bytes | memoryview):
            return base64.b64encode(o).decode("ascii")
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
