"""Set up and start the app, with nothing but Python 3.11 or later.

python3 run.py                 install into .venv (the first time), start, open the browser
python3 run.py test            install the test tools as well, then run every check
python3 run.py test -k gamma   run pytest only, with these arguments

Python 3.6 has to be able to read this file, so that an old Python can say what is wrong.
"""

import hashlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
VENV_PYTHON = SCRIPTS / ("python" + SUFFIX)
STAMP = VENV / "installed.txt"  # one fingerprint a line: what has been installed
UNFINISHED = VENV / "unfinished.txt"  # here while pip works; if it stays, .venv is made anew

LOCK = ROOT / ".venv.lock"  # locked by the one run.py that is at work on .venv

OLDEST_PYTHON = (3, 11)
LOCAL_ADDRESS = "127.0.0.1"
EVERY_ADDRESS = "0.0.0.0"
ADDRESS_HELP = "0.0.0.0 lets the computers of your network in (default: this computer only)"
DEFAULT_PORT = 8501
SECONDS_TO_START = 120  # and as many for the first page
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_TRIES = 0.2


class Failure(Exception):
    """One sentence for the person who ran this, in place of a traceback."""


def say(sentence):
    """Print at once, in step with what pip and Streamlit print."""
    print(sentence, flush=True)


def call(command, **options):
    """Run a command in this folder, its output on the screen, and return its exit code."""
    return subprocess.call(command, cwd=str(ROOT), **options)


def python_problem(version):
    """Why this Python version (major, minor, …) will not do, or None."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return None
    return (
        f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or later is needed, and this is "
        f"{version[0]}.{version[1]}: install a newer one and start this file with it."
    )


def venv_problem():
    """Why this Python cannot make a virtual environment, or None."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return None
    return (
        "This Python has no venv module: on Debian or Ubuntu run "
        "`sudo apt install python3-venv`, then start this again."
    )


def included_files(requirements):
    """The requirements files that this one includes with -r."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return [requirements.parent / line[3:].strip() for line in lines if line.startswith("-r ")]


def fingerprint(requirements, python_version):
    """A hash of a requirements file, of those it includes and of the Python version."""
    digest = hashlib.sha256(python_version.encode())
    digest.update(requirements.read_text(encoding="utf-8").encode())
    for included in included_files(requirements):
        digest.update(fingerprint(included, python_version).encode())
    return digest.hexdigest()


def venv_version():
    """The Python version of .venv as "3.11", or None if it was left half made or is broken."""
    if UNFINISHED.exists() or not VENV_PYTHON.exists():
        return None
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    command = [str(VENV_PYTHON), "-I", "-c", question]
    try:
        return subprocess.check_output(command, stderr=subprocess.DEVNULL).decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def make_venv():
    """Make .venv anew and return its Python version."""
    problem = venv_problem()
    if problem:
        raise Failure(problem)
    say("Making a virtual environment in .venv ...")
    made = call([sys.executable, "-I", "-m", "venv", "--clear", str(VENV)])
    version = venv_version() if made == 0 else None
    if version is None:
        raise Failure(
            "The virtual environment could not be made (Python says why above): delete the "
            "folder .venv and try again."
        )
    return version


def try_lock(file):
    """Lock an open file, unless another process has; the lock ends with the file or process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def alone():
    """Wait until no other run.py is at work on .venv, and let none begin meanwhile."""
    with LOCK.open("a") as file:
        if not try_lock(file):
            say("Another run.py is setting up .venv: waiting until it is done ...")
            while not try_lock(file):
                time.sleep(SECONDS_BETWEEN_TRIES)
        yield


def install(requirements):
    """Bring .venv in line with a requirements file; this takes no time when it already is."""
    with alone():
        bring_in_line(requirements)


def bring_in_line(requirements):
    """Do so, as the only one at work on .venv."""
    version = venv_version()
    if version is None or python_problem([int(part) for part in version.split(".")]):
        version = make_venv()
    wanted = fingerprint(requirements, version)
    if STAMP.exists() and wanted in STAMP.read_text(encoding="utf-8").split():
        return
    say(f"Installing {requirements.name} (the first time, this takes some minutes) ...")
    UNFINISHED.write_text("pip is at work, or did not finish\n", encoding="utf-8")
    # -I and PIP_USER: what is set for other projects must not reach into this one.
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    pip = [str(VENV_PYTHON), "-I", "-m", "pip", "install", "-r", str(requirements)]
    if call(pip, env=environment) != 0:
        if STAMP.exists():  # what was installed before still works
            UNFINISHED.unlink()
        raise Failure(
            f"Installing {requirements.name} failed (pip says why above): check the network and "
            "the free disk space, then start this again."
        )
    installed = [wanted] + [fingerprint(file, version) for file in included_files(requirements)]
    STAMP.write_text("\n".join(installed) + "\n", encoding="utf-8")
    UNFINISHED.unlink()


def is_free(address, port):
    """Whether a server could listen there."""
    if not 0 < port < 65536:
        return False
    with socket.socket() as client:
        client.settimeout(1)
        if client.connect_ex((LOCAL_ADDRESS, port)) == 0:
            return False
    return can_bind(address, port)


def can_bind(address, port):
    """Whether this computer lets a server have the port at this address."""
    with socket.socket() as server:
        if os.name != "nt":  # as Streamlit does: a port that was just given up is free
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((address, port))
        except OSError:
            return False
    return True


def choose_port(address, asked):
    """The port asked for, which must be free; without one, the first free port from 8501."""
    if not can_bind(address, 0):  # the system's choice of port: so it is the address that fails
        raise Failure(f"{address} is no IPv4 address of this computer: choose another --address.")
    if asked is not None:
        if not is_free(address, asked):
            raise Failure(f"Port {asked} is busy or not allowed: choose another with --port.")
        return asked
    for port in range(DEFAULT_PORT, 65536):
        if is_free(address, port):
            if port != DEFAULT_PORT:
                say(f"Port {DEFAULT_PORT} is busy: using {port}.")
            return port
    raise Failure(f"No port from {DEFAULT_PORT} on is free: choose one with --port.")


def network_address():
    """The address by which other computers reach this one (no packet is sent to find it)."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # an address reserved for documentation
            return probe.getsockname()[0]
    except OSError:
        return "localhost"


def has_screen():
    """Whether a browser window can appear (on a Linux server, a text browser would start)."""
    return sys.platform != "linux" or any(map(os.environ.get, ["DISPLAY", "WAYLAND_DISPLAY"]))


def status(url, timeout):
    """The HTTP status of a page of this computer, asked without any proxy; 0 if none answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=timeout) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until_up(server, base):
    """Return when the server answers; Failure if it ends first or takes too long."""
    give_up = time.monotonic() + SECONDS_TO_START
    while status(base + "/_stcore/health", timeout=5) != 200:
        if server.poll() is not None:
            raise Failure("Streamlit ended before the app was up (it says why above).")
        if time.monotonic() > give_up:
            raise Failure(f"The app was not up after {SECONDS_TO_START} seconds.")
        time.sleep(0.1)


def stop(server):
    """End the server, gently if it lets us."""
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()


def start(address, asked_port, browser):
    """Serve the app until Ctrl-C; the exit code is Streamlit's."""
    install(ROOT / "requirements.txt")
    port = choose_port(address, asked_port)
    here = f"http://{LOCAL_ADDRESS if address == EVERY_ADDRESS else address}:{port}"
    shown = {LOCAL_ADDRESS: "localhost", EVERY_ADDRESS: network_address()}.get(address, address)
    page = f"http://{shown}:{port}"
    command = [str(VENV_PYTHON), "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.address", address, "--server.port", str(port)]
    # The browser opens only when the app is warm, and Streamlit's own greeting would ask an
    # outside server for this computer's public address.
    command += ["--server.headless", "true", "--logger.hideWelcomeMessage", "true"]
    server = subprocess.Popen(command, cwd=str(ROOT))
    try:
        wait_until_up(server, here)
        say("Warming up ...")
        if status(f"{here}/_stcore/script-health-check", SECONDS_TO_START) != 200:
            say("The app is up, but its first page failed (see above).")
        say(f"The app is at {page} (stop it with Ctrl-C).")
        if browser and has_screen():
            webbrowser.open(page)
        return server.wait()
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0
    finally:
        stop(server)


def run_tests(pytest_arguments):
    """Run every check, or pytest alone when it is given arguments; 0 if all is well."""
    install(ROOT / "requirements-dev.txt")
    python = [str(VENV_PYTHON), "-m"]
    if pytest_arguments:
        return call([*python, "pytest", *pytest_arguments])
    workers = str(min(2 * (os.cpu_count() or 1), 4))  # browser tests spend much time waiting
    checks = {
        "ruff": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "oxlint": [str(SCRIPTS / ("oxlint" + SUFFIX)), "explainer"],
        "import-linter": [str(SCRIPTS / ("lint-imports" + SUFFIX)), "--no-logo"],
        "mypy": [*python, "mypy"],
        # Idle workers take over from busy ones: the slow browser tests do not end up on one.
        "pytest": [*python, "pytest", "-n", workers, "--dist", "worksteal"],
    }
    failed = []
    for name, command in checks.items():
        say(f"\n=== {name}")
        if call(command) != 0:
            failed.append(name)
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def main(arguments):
    """Do what the command line says and return the exit code."""
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--port", "--server.port", metavar="N", type=int, help="default: the first free from 8501")
    add("--address", "--server.address", metavar="A", default=LOCAL_ADDRESS, help=ADDRESS_HELP)
    add("--no-browser", action="store_true", help="open no browser")
    options = parser.parse_args(arguments)
    return start(options.address, options.port, browser=not options.no_browser)


if __name__ == "__main__":
    problem = python_problem(sys.version_info)
    if problem:
        sys.exit(problem)
    # An exception in place of a sudden end, so that the server is stopped as well.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
