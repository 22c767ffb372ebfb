"""A store in each database that lessons can be kept in."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from explainer.classroom import Store
from explainer.classroom.tables import metadata


def _programs() -> Path | None:
    """Where PostgreSQL's server is: on the path, or where Debian puts it."""
    places = [Path(found).parent] if (found := shutil.which("initdb")) else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an own PostgreSQL, which listens at a socket in a folder of its own."""
    programs = _programs()
    if programs is None:
        assert os.environ.get("CI") != "true", "CI needs PostgreSQL: apt-get install postgresql"
        pytest.skip("needs PostgreSQL's server; it is optional for lessons")
    folder = tmp_path_factory.mktemp("pg")
    user: dict[str, str] = {}
    if os.geteuid() == 0:  # it refuses to run as root
        for place in (folder, *folder.parents[:3]):
            place.chmod(0o755)
        shutil.chown(folder, "postgres")
        user = {"user": pwd.getpwnam("postgres").pw_name}

    def run(program: str, *arguments: str) -> None:
        log = (folder.parent / f"{folder.name}.log").open("a")
        command = [programs / program, "-D", folder / "data", *arguments]
        subprocess.run(command, check=True, stdout=log, stderr=log, cwd="/", **user)

    run("initdb", "--auth=trust", "--username=teacher", "--no-sync", "--encoding=UTF8")
    run(
        "pg_ctl",
        "start",
        "--wait",
        "-l",
        f"{folder}/log",
        "-o",
        f"-k {folder} -c listen_addresses=",
    )
    yield f"postgresql+psycopg://teacher@/postgres?host={folder}"
    run("pg_ctl", "stop", "--wait", "-m", "immediate")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "memory":
        return "sqlite://"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/lessons.db"
    found: str = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url)
    yield made
    with made._writing.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    made._engine.dispose()
