"""What is installed for whom: the small build of torch where that will do, and no grader for students."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import ROOT

from autograder.authoring.release import pack
from autograder.course.assignment import find_course

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRA = [name.partition(">")[0] for name in PROJECT["optional-dependencies"]["grade"]]
BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/toy-1-py3-none-any.whl", "w") as archive:
        archive.writestr("toy-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: toy\\nVersion: 1\\nRequires-Dist: torch\\n")
        archive.writestr("toy-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        archive.writestr("toy-1.dist-info/RECORD", "")
    return "toy-1-py3-none-any.whl"
"""
TOY = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "toy"\nversion = "1"\n'


def torch(folder: Path, version: str) -> None:
    """Puts a distribution of that name on an index."""
    (folder / "torch").mkdir(parents=True)
    with zipfile.ZipFile(folder / "torch" / f"torch-{version}-py3-none-any.whl", "w") as archive:
        about = f"torch-{version}.dist-info"
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; what is below `silent` never answers."""

    def do_GET(self) -> None:
        """Answers, or waits until nobody asks any more."""
        if self.path.startswith("/silent"):
            self.connection.recv(1)
            return
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A stand-in for the package indexes, on loopback: below `pypi` the large build, below `cpu` the small one."""
    folder = tmp_path_factory.mktemp("index")
    torch(folder / "pypi", "2.14.0")
    torch(folder / "cpu", "2.14.0+cpu")
    (folder / "empty").mkdir()
    handler = lambda *arguments: Quiet(*arguments, directory=str(folder))  # noqa: E731
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


Make = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that needs torch, with the kit's Makefile."""
    folder = tmp_path_factory.mktemp("toy")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text(TOY)
    (folder / "backend.py").write_text(BACKEND)
    return folder


@pytest.fixture
def make(toy: Path, index: str, tmp_path: Path) -> Make:
    """Installs by `make`, with settings that stand for where one is; with `driver`, on a machine that has one."""

    def run(*settings: str, pypi: str = "pypi", driver: bool = False) -> "subprocess.CompletedProcess[str]":
        (toy / ".venv" / "installed").unlink(missing_ok=True)
        for left in (toy / ".venv").glob("lib/*/site-packages/torch-*"):
            shutil.rmtree(left)
        if driver:
            (tmp_path / "nvidia-smi").write_text("#!/bin/sh\n")
            (tmp_path / "nvidia-smi").chmod(0o755)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE", "VIRTUAL"))}
        return subprocess.run(
            ["make", ".venv/installed", f"PYTHON={sys.executable}", *settings],
            cwd=toy, capture_output=True, text=True, check=False,
            env=clean | {
                "PATH": f"{tmp_path}:{os.environ['PATH']}", "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": f"{index}/{pypi}",
            },
        )  # fmt: skip

    return run


def build(toy: Path) -> str:
    """The version of torch that was installed."""
    (found,) = (toy / ".venv").glob("lib/*/site-packages/torch-*")
    return found.name.removeprefix("torch-").removesuffix(".dist-info")


needs_no_driver = pytest.mark.skipif(
    sys.platform != "linux" or bool(shutil.which("nvidia-smi")) or Path("/proc/driver/nvidia").exists(),
    reason="what is done on Linux without an NVIDIA driver",
)


@needs_no_driver
@pytest.mark.parametrize(
    ("place", "settings", "driver", "version"),
    [
        ("cpu", (), False, "2.14.0+cpu"),
        ("cpu", ("TORCH=cuda",), False, "2.14.0"),
        ("cpu", (), True, "2.14.0"),
        ("cpu", ("TORCH=cpu",), True, "2.14.0+cpu"),
        ("nothing", (), False, "2.14.0"),
        ("silent", (), False, "2.14.0"),
    ],
    ids=["no driver", "cuda chosen", "a driver", "cpu chosen", "an index without torch", "an index that never answers"],
)
def test_the_small_torch_is_installed_where_it_will_do(
    make: Make, toy: Path, index: str, place: str, settings: tuple[str, ...], driver: bool, version: str
) -> None:
    """Without an NVIDIA driver the small build comes, if its index answers, and who wants another chooses."""
    ran = make(f"CPU_INDEX={index}/{place}", *settings, driver=driver)
    assert (0, version) == (ran.returncode, build(toy)), ran.stdout


@needs_no_driver
def test_installing_is_a_line_on_the_screen(make: Make, toy: Path, index: str) -> None:
    """What pip has to say stands in a file, which the screen names."""
    ran = make(f"CPU_INDEX={index}/cpu")
    assert ["Installing"] == [line.split()[0] for line in ran.stdout.splitlines() if "Making .venv" not in line]
    assert "Successfully installed" in (toy / ".venv" / "install.log").read_text()


@needs_no_driver
def test_when_installing_fails_the_end_of_the_log_is_shown(make: Make, index: str) -> None:
    """Who has no torch on any index reads what pip said last."""
    ran = make(f"CPU_INDEX={index}/nothing", pypi="empty")
    assert 2 == ran.returncode
    assert "No matching distribution found for torch" in ran.stdout
    assert "the whole log: .venv/install.log" in ran.stdout


# ----------------------------------------------------------------------------------------------------- without the extra


def without_the_extra(act: str) -> "subprocess.CompletedProcess[str]":
    """What becomes of a program where no module of the extra `grade` can be imported."""
    blocked = [{"pillow": "PIL"}.get(name, name) for name in EXTRA if name not in NEEDED_BY_OTHERS]
    script = f"import sys; sys.modules |= dict.fromkeys({blocked}); {act}"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)


NEEDED_BY_OTHERS = ("jsonschema", "pillow")
"""What nbformat and matplotlib bring to students as well."""


def test_a_student_needs_no_grader() -> None:
    """`check`, in a notebook and as a command, works where the extra's modules cannot be imported."""
    task = "assignments/06_training_loop/06_training_loop.ipynb"
    ran = without_the_extra(
        f"from autograder import check, expect, Digits; from autograder.cli.__main__ import main; main(['check', {task!r}])"
    )
    assert "Task 6.1: not written yet" in ran.stdout, ran.stderr
    assert 1 == ran.returncode


@pytest.mark.parametrize(
    "command",
    [
        ("release", "01_start"), ("prove", "01_start"), ("init", "build/none"), ("autograde", "01_start"), ("package", "docker", "--out", "build/none"),
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_a_command_for_teachers_says_what_it_needs(command: tuple[str, ...]) -> None:
    """Without the extra, such a command says in one sentence how to get it."""
    ran = without_the_extra(f"from autograder.cli.__main__ import main; main({list(command)})")
    assert (1, "") == (ran.returncode, ran.stdout)
    assert ["`pip install 'autograder[grade]'` brings what grading and writing assignments need."] == [
        line.partition("where this runs: ")[2] for line in ran.stderr.splitlines()
    ]


def test_the_students_environment_has_no_grader(tmp_path: Path) -> None:
    """In the bundle, `environment.yml` names the wheel without extras, and nothing of the extra's."""
    (tmp_path / "course.zip").write_bytes(pack(find_course(ROOT)))
    with zipfile.ZipFile(tmp_path / "course.zip") as archive:
        environment = archive.read("course/environment.yml").decode()
        (wheel,) = (name for name in archive.namelist() if name.endswith(".whl"))
    assert [] == [name for name in EXTRA if name in environment]
    assert f"- ./{Path(wheel).name}\n" in environment
    assert all(
        name.partition(">")[0].replace("-", "_") in environment
        for name in PROJECT["dependencies"]
        if "torch" not in name
    )
