"""The mails of a demonstration, shown on a page since nothing is sent; a real portal has no such page."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, render_template

from portal.access import public
from portal.labels import moment_label
from portal.locale import gettext as _
from portal.mail.folder import find_mail, list_mails, mails_folder
from portal.state import portal

pages = Blueprint("mailbox", __name__)
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mail's text; `path` is where it leads when it is a link into this portal."""

    text: str
    path: str = ""


@pages.get("/demonstration/mails")
@public
def mailbox() -> str:
    """List the mails that a real portal would have sent, newest first."""
    mails = list_mails(_folder(), MOST_SHOWN)
    return render_template(
        "mailbox.html",
        title=_("Mails i prøven"),
        mails=[(mail, moment_label(mail.at)) for mail in mails],
    )


@pages.get("/demonstration/mails/<int:number>")
@public
def mail(number: int) -> str:
    """Show one mail, with its links into this portal to press."""
    found = find_mail(_folder(), number)
    if found is None:
        abort(404)
    paragraphs = [
        [pieces(line, portal().settings.address) for line in paragraph.splitlines()]
        for paragraph in found.text.strip().split("\n\n")
    ]
    return render_template(
        "mailbox_mail.html",
        title=found.subject,
        mail=found,
        moment=moment_label(found.at),
        paragraphs=paragraphs,
    )


def pieces(line: str, address: str) -> list[Piece]:
    """Cut a line where it names an address of this portal; other addresses stay plain text."""
    found = re.split(rf"(?<!\S)({re.escape(address)}(?:/[\w/.~%?=&#+-]*)?)(?!\S)", line)
    return [
        Piece(text, (text.removeprefix(address) or "/") if place % 2 else "")
        for place, text in enumerate(found)
        if text
    ]


def _folder() -> Path:
    settings = portal().settings
    if not settings.demonstration:
        abort(404)
    return mails_folder(settings)
