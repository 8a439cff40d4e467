"""Cases for the authority's pages: made by the commands, and seen by its people in their browsers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from portal.state import Portal
from providers.approval.cases.models import ApprovalCase
from tests.factories.cases import CaseMaker
from tests.support.people import Visitor


@dataclass
class CaseDesk:
    """A case, and the browsers of those who work with it."""

    app: Flask
    number: int
    maker: CaseMaker
    caseworker: Visitor
    lead: Visitor

    @property
    def state(self) -> Portal:
        """Give the portal's parts."""
        state: Portal = self.app.extensions["portal"]
        return state

    @property
    def address(self) -> str:
        """Give the address of the case."""
        return f"/authority/cases/{self.number}"

    def case(self) -> ApprovalCase:
        """Read the case as it stands."""
        with self.state.database.reading() as session:
            return session.get_one(ApprovalCase, self.number)

    def send(
        self, by: Visitor, path: str, data: Mapping[str, object] | None = None, *, seen: int | None = None
    ) -> TestResponse:
        """Send a form of the case, as it was seen a moment ago when nothing else is said."""
        version = self.case().version if seen is None else seen
        return by.post(f"{self.address}/{path}", {"seen": version, **(data or {})}, page=self.address)


def open_case(app: Flask, make: Callable[[CaseMaker], ApprovalCase], number: int = 1) -> CaseDesk:
    """Make a case and seat the people who work with it."""
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        maker = CaseMaker(session, number)
        case = make(maker)
    caseworker, lead = (Visitor(app).sign_in_as(user) for user in (maker.caseworker, maker.lead))
    return CaseDesk(app, case.id, maker, caseworker, lead)
