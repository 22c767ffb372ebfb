"""run.py: what it says and decides, without installing anything."""

import ast
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import run


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A folder in place of .venv, with something that looks like its Python."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "VENV_PYTHON", python)
    monkeypatch.setattr(run, "LOCK", tmp_path / "venv.lock", raising=False)
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(run, "UNFINISHED", tmp_path / "unfinished.txt")
    return tmp_path


@pytest.fixture
def requirements(tmp_path):
    """A requirements file that includes another one."""
    (tmp_path / "app.txt").write_text("torch==1\n")
    path = tmp_path / "dev.txt"
    path.write_text("-r app.txt\npytest==1\n")
    return path


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_an_old_python_can_read_the_file():
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_what_is_needed(version):
    problem = run.python_problem(version)
    assert "Python 3.11 or later" in problem
    assert f"this is {version[0]}.{version[1]}" in problem
    assert "\n" not in problem


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_python_will_do(version):
    assert run.python_problem(version) is None


def test_without_the_venv_module_debian_users_are_told_what_to_install(monkeypatch):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.Failure, match="apt install python3-venv"):
        run.make_venv()


def test_the_fingerprint_follows_the_python_and_every_included_file(requirements):
    first = run.fingerprint(requirements, "3.11")
    assert run.fingerprint(requirements, "3.11") == first
    assert run.fingerprint(requirements, "3.12") != first
    (requirements.parent / "app.txt").write_text("torch==2\n")
    assert run.fingerprint(requirements, "3.11") != first


def test_pip_runs_once_and_the_test_tools_cover_the_app(venv, requirements, monkeypatch):
    calls = []
    monkeypatch.setattr(run, "call", lambda command, **options: calls.append(command) or 0)
    monkeypatch.setattr(run, "venv_version", lambda: "3.11")
    run.install(requirements)
    run.install(requirements)
    run.install(requirements.parent / "app.txt")
    assert len(calls) == 1
    assert calls[0][-2:] == ["-r", str(requirements)]


def test_of_two_at_once_the_second_says_that_it_waits_and_then_has_nothing_to_do(
    venv, requirements, monkeypatch, capsys
):
    calls = []

    def slow(command, **options):
        calls.append(command)
        time.sleep(1)
        return 0

    monkeypatch.setattr(run, "call", slow)
    monkeypatch.setattr(run, "venv_version", lambda: "3.11")
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(run.install, [requirements] * 2)) == [None, None]
    assert len(calls) == 1
    said = capsys.readouterr().out
    assert said.count("Another run.py is setting up .venv: waiting until it is done ...") == 1


def test_one_that_was_killed_holds_nobody_up(venv):
    hold = f"import run, sys, pathlib; run.LOCK = pathlib.Path({str(run.LOCK)!r})\n"
    hold += "with run.alone(): print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", hold], cwd=run.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline().strip() == b"held"
    with run.LOCK.open("a") as file:
        assert not run.try_lock(file)
    other.kill()
    other.wait()
    with run.alone():
        pass


def test_a_failed_installation_is_said_in_one_sentence_and_repaired_next_time(
    venv, requirements, monkeypatch
):
    monkeypatch.setattr(run, "call", lambda command, **options: 1)
    with monkeypatch.context() as patch:
        patch.setattr(run, "venv_version", lambda: "3.11")
        with pytest.raises(run.Failure, match=r"^Installing dev\.txt failed .*\.$"):
            run.install(requirements)
    assert not run.STAMP.exists()
    assert run.venv_version() is None


def test_a_failed_update_leaves_what_was_installed(venv, requirements, monkeypatch):
    monkeypatch.setattr(run, "venv_version", lambda: "3.11")
    monkeypatch.setattr(run, "call", lambda command, **options: 0)
    run.install(requirements.parent / "app.txt")
    monkeypatch.setattr(run, "call", lambda command, **options: 1)
    with pytest.raises(run.Failure):
        run.install(requirements)
    run.install(requirements.parent / "app.txt")  # needs no pip
    assert not run.UNFINISHED.exists()


def test_a_python_that_does_not_run_is_no_venv(venv):
    assert run.venv_version() is None


def test_a_busy_port_that_was_asked_for_is_refused(busy_port):
    with pytest.raises(run.Failure, match=str(busy_port)):
        run.choose_port("127.0.0.1", busy_port)


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_an_impossible_port_is_refused(port):
    with pytest.raises(run.Failure, match=str(port)):
        run.choose_port("127.0.0.1", port)


@pytest.mark.parametrize("address", ["192.0.2.1", "::1"])
@pytest.mark.parametrize("port", [None, 8600])
def test_an_address_of_another_computer_is_named(address, port):
    with pytest.raises(run.Failure, match=f"^{address} is no IPv4 address of this computer"):
        run.choose_port(address, port)


def test_without_a_port_the_next_free_one_is_taken_and_named(busy_port, monkeypatch, capsys):
    monkeypatch.setattr(run, "DEFAULT_PORT", busy_port)
    port = run.choose_port("127.0.0.1", None)
    assert port > busy_port
    assert capsys.readouterr().out == f"Port {busy_port} is busy: using {port}.\n"
    assert run.is_free("127.0.0.1", port)
