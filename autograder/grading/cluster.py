"""Workers on many machines, by Dask: the same functions as on this one, and all that they need travels to them.

Each worker gets the assignment and its references once, as bytes, when it joins. Dask's messages are pickles: they come
from our own workers only, and what a student wrote is text and numbers in them, never an object.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import dask
from dask_jobqueue.slurm import SLURMCluster
from distributed import Client, Status, Worker, WorkerPlugin
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError

from autograder.course.errors import InstructorError
from autograder.grading.workers import Made, Setting, Tick, prepare, put_away, unprepared, use
from autograder.wall.doctor import hole

NAME: Final = "autograder"
"""Of what workers get, and of the resource that those who have it offer: no other gets a submission, and none gets two."""


@contextmanager
def cluster(where: str, setting: Setting, jobs: int, tick: Tick) -> Iterator[tuple[Executor, int]]:
    """An executor over the workers of a cluster, and how many there are by now; the references are made.

    `where` is a scheduler's address, the file that it wrote, or `slurm`, which is asked for `jobs` workers.
    """
    for name in ("tornado.application", "distributed.client"):
        logging.getLogger(name).disabled = True  # of a lost connection we tell in a sentence
    with _client(where, jobs, gpu=setting.device == "cuda") as client:
        gpu = {"GPU": 1} if setting.device == "cuda" else {}
        executor = _WhileConnected(client, {NAME: 1, **gpu})
        try:
            lacking = unprepared(setting)
            client.register_plugin(_Equipment(setting), name=NAME)
            prepare(executor, setting, tick)
            if lacking:
                client.register_plugin(_Equipment(setting), name=NAME)  # now with the references
            yield executor, sum(client.nthreads().values())
        except (CancelledError, ClosedClientError, CommClosedError):  # what waited for it, and what came after
            raise InstructorError(
                f"--cluster {where}: the scheduler is gone. What was graded is kept; the same command does the rest."
            ) from None
        finally:
            if client.status == "running":
                client.unregister_worker_plugin(NAME)


class _WhileConnected(Executor):
    """Dask's executor, but nothing is submitted without a scheduler: a client that is closing takes it and forgets it.

    What was under way when the scheduler went is cancelled.
    """

    def __init__(self, client: Client, resources: Mapping[str, int]):
        self._client = client
        self._executor: Executor = client.get_executor(pure=False, resources=resources)

    def submit(self, fn: Callable[..., Made], /, *args: Any, **kwargs: Any) -> Future[Made]:
        """A future of a worker's. Raises CancelledError when the scheduler is gone."""
        if self._client.status != "running":
            raise CancelledError
        return self._executor.submit(fn, *args, **kwargs)


@contextmanager
def _client(where: str, jobs: int, *, gpu: bool) -> Iterator[Client]:
    if where == "slurm":
        with _slurm(gpu=gpu) as machines, Client(machines) as client:
            machines.scale(jobs)
            client.wait_for_workers(1)  # the queue may be long
            yield client
        return
    if "://" not in where and not Path(where).is_file():
        raise InstructorError(
            f"--cluster {where}: it is tcp://HOST:PORT, slurm, or a file that `dask scheduler` wrote."
        )
    try:
        client = Client(**({"address": where} if "://" in where else {"scheduler_file": where}), timeout=10)
    except (OSError, ValueError) as error:
        raise InstructorError(f"--cluster {where}: no scheduler answers there ({error})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=30)
        except TimeoutError:
            raise InstructorError(
                f"--cluster {where}: the scheduler has no workers; start `dask worker ... --nthreads 1` on each machine"
            ) from None
        yield client


def _slurm(*, gpu: bool) -> SLURMCluster:
    """Workers of one thread each as Slurm's jobs; queue, account and time are Dask's own settings (jobqueue.yaml)."""
    known = dask.config.get("jobqueue.slurm", {})
    sizes = {"cores": 1, "processes": 1, "memory": "4GB"}
    chosen: dict[str, Any] = {name: known.get(name) or size for name, size in sizes.items()}
    if gpu:
        chosen["worker_extra_args"] = [*(known.get("worker-extra-args") or []), "--resources", "GPU=1"]
    with dask.config.set({"distributed.scheduler.allowed-failures": 2}):
        return SLURMCluster(**chosen)


class _Equipment(WorkerPlugin):
    """What a worker gets when it joins: the assignment and the references. It refuses where it could not grade honestly."""

    def __init__(self, setting: Setting):
        self.folder: Path | None = None
        grader = setting.grader()
        self.setting, self.files, self.known = setting, grader.assignment.files, grader.references.packed()

    async def setup(self, worker: Worker) -> None:
        """Makes the worker's grader and starts its server."""
        await worker.set_resources(**{NAME: 0})
        if worker.state.nthreads != 1:
            raise InstructorError(f"worker {worker.address} has several threads; start it with --nthreads 1")
        if self.setting.protected and (problem := hole()):
            raise InstructorError(f"nothing was graded: worker {worker.address}: {problem}")
        self.folder = _unpacked(self.files)
        grader = self.setting.grader(self.folder, self.known)
        use(self.setting, grader)
        grader.sandbox.start()
        await worker.set_resources(**{NAME: 1})
        worker.status = Status.paused
        worker.status = Status.running  # now the scheduler looks for what waits for such a worker, and only now

    def teardown(self, worker: Worker) -> None:
        """Ends the server, and leaves nothing of the course behind."""
        put_away()
        if self.folder is not None:  # else it was refused before it got any
            shutil.rmtree(self.folder, ignore_errors=True)


def _unpacked(files: Mapping[str, bytes]) -> Path:
    """A course of these files, for this user alone, in memory where there is a place for it.

    pytest wants tests as files. No jail lets a submission read here.
    """
    memory = Path("/dev/shm")  # noqa: S108
    root = Path(tempfile.mkdtemp(prefix="autograder-course-", dir=memory if os.access(memory, os.W_OK) else None))
    for name, data in files.items():
        (root / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root
