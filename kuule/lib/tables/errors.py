"""Why a file is no table."""


class UnreadableTableError(Exception):
    """A file that cannot be read as a table. `reason` is a code, `details` are what its wording needs.

    About the file: `missing`, `folder`, `not_a_file`, `no_permission`, `cannot_read` (`why`), `empty`, `too_large`
    (`limit`), `other_kind` (`kind`), `binary`, `broken` (`kind`), `encrypted`, `bomb` (`size`).

    About what is in it: `only_header` (`columns`), `too_many_columns` (`columns`, `limit`), `too_many_rows` (`limit`),
    `line_too_long` and `cell_too_long` (`line`, `limit`), `unclosed_quote` (`line`), `no_sheet`, `unknown_sheet`
    (`sheet`, `sheets`), `sheet_too_large`, `too_slow` (`seconds`).
    """

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
