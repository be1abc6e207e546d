"""Runs a program as a process of its own and says what it took: time, processor time, memory."""

import os
import signal
import subprocess
import tempfile
import threading
import time

THREADS = "OMP OPENBLAS MKL NUMEXPR POLARS_MAX RAYON"
ENVIRONMENT = {f"{name}_NUM_THREADS".replace("POLARS_MAX_NUM", "POLARS_MAX"): "1" for name in THREADS.split()}
PROCESSOR_SECONDS = 1.0 / os.sysconf("SC_CLK_TCK")


def busy():
    """Processor seconds that the machine has worked so far."""
    with open("/proc/stat") as file:
        parts = [int(part) for part in file.readline().split()[1:9]]
    return (sum(parts) - parts[3] - parts[4]) * PROCESSOR_SECONDS


def run(command, limit=600.0, **environment):
    """One run: wall seconds, processor seconds of it and of what it started, peak memory in MB, output, and whether it ended.

    `others` is how many processors the rest of the machine used meanwhile: near 0 on a quiet one.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        before, start = busy(), time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            env={**os.environ, **ENVIRONMENT, **environment},
            start_new_session=True,
        )
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(limit, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        out.seek(0)
        errors.seek(0)
        return {
            "ended": not late.is_set(),
            "code": process.returncode,
            "wall": round(wall, 4),
            "cpu": round(cpu, 4),
            "memory": round(usage.ru_maxrss / 1024, 1),
            "others": round(max(0.0, busy() - before - cpu) / max(wall, 0.01), 2),
            "out": out.read().decode(errors="replace"),
            "errors": errors.read().decode(errors="replace"),
        }
