"""Mails of a demonstration: written to a folder instead of being sent, and read from there by a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from portal.config import Settings
from portal.mail.composing import Mail
from portal.mail.delivery import Unreachable

ENDING = ".eml"


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail that lies in the folder, as its reader would see it."""

    number: int
    recipient: str
    subject: str
    at: datetime
    text: str


class FolderDelivery:
    """The way out into a folder; a mail written again takes the place of itself."""

    def __init__(self, folder: Path) -> None:
        """Note the folder, which is made with the first mail."""
        self._folder = folder

    def deliver(self, mail: Mail, before_content: Callable[[], None]) -> None:
        """Write a mail under its number, all of it or nothing."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self._folder / f"{mail.number}.unfinished"
            unfinished.write_bytes(mail.content)
            unfinished.replace(_path(self._folder, mail.number))
        except OSError as error:
            raise Unreachable(type(error).__name__) from None

    def close(self) -> None:
        """Hold nothing open."""


def mails_folder(settings: Settings) -> Path:
    """Say where a demonstration keeps its mails."""
    return settings.data_dir / "mails"


def list_mails(folder: Path, limit: int) -> list[WrittenMail]:
    """List the mails that were written, newest first."""
    numbers = (int(path.stem) for path in folder.glob(f"*{ENDING}") if path.stem.isdecimal())
    found = (find_mail(folder, number) for number in sorted(numbers, reverse=True)[:limit])
    return [mail for mail in found if mail is not None]


def find_mail(folder: Path, number: int) -> WrittenMail | None:
    """Find the mail with a number."""
    try:
        content = _path(folder, number).read_bytes()
    except OSError:  # no such mail, or no number that a file could have
        return None
    message = message_from_bytes(content, EmailMessage, policy=policy.default)
    return WrittenMail(
        number=number,
        recipient=message["To"],
        subject=message["Subject"],
        at=message["Date"].datetime,
        text=message.get_content().replace("\r\n", "\n"),
    )


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number}{ENDING}"
