"""Programs that a test starts: they end with the tests, whatever ends those."""

import shutil
import signal
import socket
import subprocess


def tied_to_us(command: list[str], ending: signal.Signals = signal.SIGTERM) -> list[str]:
    """Return the command so that it gets a signal when this process dies, also when it is killed."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:  # not Linux: an orderly end of the tests still stops everything
        return command
    return [setpriv, "--pdeathsig", ending.name.removeprefix("SIG"), "--", *command]


def stop(
    process: subprocess.Popen[bytes], ending: signal.Signals = signal.SIGTERM, seconds: float = 10
) -> None:
    """End a program, politely at first, and do not return before it is gone."""
    if process.poll() is not None:
        return
    process.send_signal(ending)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(seconds)


def free_port() -> int:
    """Find a port of this machine's loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
