"""Why an analysis cannot be made as it was asked for."""


class RefusedError(Exception):
    """The command has to be changed: `reason` is a code of `kuule.analysis.wording`, `details` are what its text needs.

    `unknown_column` (`name`, `columns`, `nearest`), `no_comment` (`columns`), `no_score` and `several_scores`
    (`candidates`), `small_population` (`population`, `n`).
    """

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
