"""What has been written in a case, as caseworkers read it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal.for_authority.case_letters import inquiry_views
from providers.approval.cases import applying, examining
from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.documents import accept
from providers.approval.cases.moving import of_person
from tests.factories.cases import TODAY, CaseMaker
from tests.factories.people import AT


def test_each_answer_shows_the_documents_that_came_with_it(session: Session, app: Flask) -> None:
    maker = CaseMaker(session)
    case = maker.examined()
    for hours, name in ((1, "police.pdf"), (3, "regnskab.pdf")):
        worker = of_person(maker.caseworker.id, AT + timedelta(hours=hours))
        owner = of_person(maker.owner.id, AT + timedelta(hours=hours + 1))
        examining.ask(session, case, "Send det.", due_on=TODAY, act=worker)
        accepted = accept(name, f"%PDF-1.7 {name}\n%%EOF".encode())
        applying.attach(session, case, OF_AN_ANSWER, accepted, act=owner)
        applying.answer_inquiry(session, case, "Her er det.", act=owner)
    with app.test_request_context():
        shown = inquiry_views(session, case)
    assert [[name for _number, name, _size in each.documents] for each in shown] == [
        ["police.pdf"],
        ["regnskab.pdf"],
    ]
