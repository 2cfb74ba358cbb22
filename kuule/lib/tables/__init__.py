"""Tables in files, whatever their format, encoding and faults: `open_table` says what a file is and reads its columns.

Every cell is text. What is wrong with a file is a code of `UnreadableTableError`; whoever calls finds words for it.
"""

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.opening import open_table
from kuule.lib.tables.table import TableFile

__all__ = ["TableFile", "UnreadableTableError", "open_table"]
