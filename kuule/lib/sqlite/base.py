"""Django's SQLite, with writers of one process taking turns.

SQLite lets one writer in at a time; the others sleep and look again, up to 100 ms at once, in no order. Threads of
one process can do better: they queue for a lock, and the next one starts the moment the last one commits. Writers in
other processes still meet at SQLite's own lock.
"""

import threading

from django.db.backends.sqlite3 import base

PATIENCE_SECONDS = 20
_TURN = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait for their turn before they begin."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        # Waiting longer than SQLite itself would is no use: then SQLite decides.
        self._has_turn = _TURN.acquire(timeout=PATIENCE_SECONDS)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            # A commit that failed leaves the transaction open until its rollback.
            if not self.in_transaction():
                self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def in_transaction(self) -> bool:
        """Tell whether SQLite itself is inside a transaction."""
        return self.connection is not None and bool(self.connection.in_transaction)

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _TURN.release()
