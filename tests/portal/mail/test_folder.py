"""A demonstration writes its mails to a folder, each once, and reads them from there."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.mail.composing import Mail
from portal.mail.delivery import Unreachable
from portal.mail.folder import FolderDelivery, find_mail, list_mails
from tests.portal.mail.mails import AT, VALUES, asked, writer


def written(number: int) -> Mail:
    message = asked("invitation", values=VALUES)
    message.id = number
    mail = writer().write(Session(), message, AT)
    assert mail is not None
    return mail


def never() -> None:
    raise AssertionError("A mail that is written again takes its own place, so nothing needs to be noted.")


def test_mails_are_read_as_they_were_written_and_newest_first(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    for number in (9, 10, 11):
        FolderDelivery(folder).deliver(written(number), never)
    newest, second = list_mails(folder, 2)
    assert (newest.number, second.number) == (11, 10)
    assert newest.recipient == "anna@firma.example"
    assert newest.subject == "Du er inviteret til Find hjælp til job"
    assert newest.at == AT
    assert "\nhttps://portal.example/links/12-abc\n" in newest.text


def test_a_mail_that_is_written_again_takes_its_own_place(tmp_path: Path) -> None:
    for _ in range(2):
        FolderDelivery(tmp_path).deliver(written(9), never)
    assert [path.name for path in tmp_path.iterdir()] == ["9.eml"]


def test_there_are_no_mails_before_the_first(tmp_path: Path) -> None:
    assert list_mails(tmp_path / "mails", 10) == []
    assert find_mail(tmp_path / "mails", 1) is None
    assert find_mail(tmp_path, 10**300) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file", encoding="utf-8")
    with pytest.raises(Unreachable):
        FolderDelivery(tmp_path / "mails").deliver(written(9), never)
