"""Names of the codes of the office in the reader's language."""

from portal.locale import gettext as _
from providers.approval.models import ApprovalBasis
from providers.listings.rules import ListingStatus
from providers.organisations.models import MemberRole


def role_choices() -> list[tuple[str, str]]:
    """Give the roles with what each may do, for somebody to choose from."""
    return [
        (
            MemberRole.EDITOR.value,
            _("Redaktør: skriver ansøgninger, svarer myndigheden og gør indsigelse mod resultater"),
        ),
        (
            MemberRole.OWNER.value,
            _(
                "Ejer: sender også ansøgninger og trækker dem tilbage, styrer, hvem der har adgang, "
                "og laver nøgler til API"
            ),
        ),
    ]


def basis_label(basis: str) -> str:
    """Name what an approval rests on."""
    return {
        ApprovalBasis.STATUTORY: _("Efter loven"),
        ApprovalBasis.DECIDED: _("Godkendt af myndigheden"),
    }[ApprovalBasis(basis)]


def status_label(status: ListingStatus) -> str:
    """Name where a listing stands."""
    return {
        ListingStatus.DRAFT: _("Kladde"),
        ListingStatus.PUBLISHED: _("Offentliggjort"),
        ListingStatus.WITHDRAWN: _("Taget ned"),
    }[status]
