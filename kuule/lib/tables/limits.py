"""How large a table may be: beyond this a file is refused with a message rather than filling the memory."""

MAX_COLUMNS = 16_384
MAX_ROWS = 20_000_000
MAX_BYTES = 4 * 1024**3
# Text that holds no line break for so long is no table; csv itself would read it whole.
MAX_LINE = 16 * 1024**2
MAX_CELL = 1_000_000
MAX_NAME = 200
