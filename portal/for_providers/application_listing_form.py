"""The form in which a first-time applicant writes its page in the portal."""

from collections.abc import Callable, Iterator
from typing import Any

from babel import Locale
from wtforms import Field, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional

from portal.forms import Form, FreeText, Needed, refuse_cpr, stripped
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.clock import danish_day
from providers.listings.content import (
    ListingContent,
    MeetingFormat,
    Payer,
    Price,
    PriceUnit,
    SupportOffered,
)
from providers.reference.queries import (
    accommodations,
    fields_of_work,
    kinds_of_support,
    municipality_names,
    target_groups,
)
from providers.register import contents
from providers.register.values import Unfit

ALL, SOME = "all", "some"
PRICE = "price-"
ORE_IN_KRONE = 100
DEAREST = 10_000_000
LONGEST_WAIT = 365
# What citizens in Denmark speak most; an organisation with another language writes it once it is approved.
LANGUAGES = ("da", "en", "ar", "bs", "de", "fa", "fr", "pl", "ro", "ru", "so", "es", "ti", "tr", "uk", "ur")


def one_line(value: str | None) -> str:
    """Write what was typed on one line."""
    return " ".join((value or "").split())


class ListingForm(Form):
    """Say what citizens shall read about the organisation."""

    name = StringField(validators=[Needed(lambda: _("Skriv navnet.")), refuse_cpr], filters=[stripped])
    summary = FreeText(validators=[Needed(lambda: _("Skriv kort, hvad I gør."))], filters=[one_line])
    area = RadioField(validators=[Optional()])
    municipalities = SelectMultipleField(validators=[Optional()])
    target_groups = SelectMultipleField(validators=[Optional()])
    support = SelectMultipleField(validators=[Optional()])
    fields = SelectMultipleField(validators=[Optional()])
    accommodations = SelectMultipleField(validators=[Optional()])
    languages = SelectMultipleField(validators=[Optional()])
    formats = SelectMultipleField(validators=[Optional()])
    phone = StringField(filters=[stripped])
    email = StringField(filters=[stripped])
    website = StringField(filters=[stripped])
    waiting_days = IntegerField(validators=[Optional()])

    def __init__(self, formdata: Any = None, *, prices: dict[str, str] | None = None) -> None:
        super().__init__(formdata=formdata)
        today, language = danish_day(portal().now()), current_language()
        self.prices = prices or {}
        self.area.choices = [(ALL, _("Hele landet")), (SOME, _("Kun nogle kommuner"))]
        self.municipalities.choices = sorted(municipality_names(today).items(), key=lambda each: each[1])
        self.target_groups.choices = [(each.id, each.name(language)) for each in target_groups(today)]
        self.support.choices = [(each.id, each.name(language)) for each in kinds_of_support(today)]
        self.fields.choices = [(each.id, each.name(language)) for each in fields_of_work(today)]
        self.accommodations.choices = [(each.id, each.name(language)) for each in accommodations(today)]
        self.languages.choices = [(each, _language_name(each)) for each in LANGUAGES]
        self.formats.choices = [
            (MeetingFormat.IN_PERSON.value, _("Fysisk møde")),
            (MeetingFormat.VIDEO.value, _("Videomøde")),
            (MeetingFormat.PHONE.value, _("Telefon")),
            (MeetingFormat.GROUP.value, _("Hold eller gruppe")),
        ]

    def fits(self) -> bool:
        """See that everything that must be there is, and that the rest can be used."""
        self.validate()
        for field, wrong in self._faults():
            field.errors = [*field.errors, wrong]
        return not self.errors

    def _faults(self) -> Iterator[tuple[Field, str]]:
        for field, read, wrong in (
            (self.name, contents.a_name, _("Skriv højst 120 tegn.")),
            (self.summary, contents.a_summary, _("Skriv højst 240 tegn.")),
            (
                self.phone,
                contents.a_phone,
                _("Skriv et telefonnummer med tal, for eksempel +45 12 34 56 78."),
            ),
            (self.email, contents.an_email, _("Skriv en mailadresse, for eksempel navn@eksempel.dk.")),
            (self.website, contents.a_website, _("Skriv en adresse, der begynder med https://.")),
        ):
            if field.data and not _can_be(field.data, read):
                yield field, wrong
        if not self.area.data or (self.area.data == SOME and not self.municipalities.data):
            yield self.area, _("Vælg hele landet, eller mindst én kommune.")
        for field in (self.target_groups, self.support, self.languages, self.formats):
            if not field.data:
                yield field, _("Vælg mindst én.")
        if any(self.price_of(kind) is None for kind in self.support.data or () if self.prices.get(kind)):
            yield self.support, _("Skriv prisen i hele kroner, for eksempel 4500.")
        if self.waiting_days.data is None or not 0 <= self.waiting_days.data <= LONGEST_WAIT:
            self.waiting_days.errors = []
            yield self.waiting_days, _("Skriv et helt antal dage. Er der ingen ventetid, så skriv 0.")
        if not (self.phone.data or self.email.data):
            yield self.phone, _("Skriv et telefonnummer eller en mailadresse.")

    def price_of(self, kind: str) -> int | None:
        """Give what was typed as a price in whole kroner, if it is one."""
        text = self.prices.get(kind, "").replace(".", "").replace(" ", "")
        return int(text) if text.isascii() and text.isdigit() and int(text[:9]) <= DEAREST else None

    def content(self) -> ListingContent:
        """Give what was written as the content of a listing."""
        nationwide = self.area.data == ALL
        return ListingContent(
            name=self.name.data,
            summary_da=self.summary.data,
            summary_en=None,
            description_da=None,
            description_en=None,
            nationwide=nationwide,
            municipalities=() if nationwide else tuple(sorted(self.municipalities.data)),
            target_groups=tuple(sorted(self.target_groups.data)),
            support=tuple(self._offered(kind) for kind in sorted(self.support.data)),
            languages=tuple(sorted(self.languages.data)),
            formats=tuple(sorted(MeetingFormat(each) for each in self.formats.data)),
            address=None,
            phone=self.phone.data or None,
            email=self.email.data or None,
            website=self.website.data or None,
            unverified=(),
            fields=tuple(sorted(self.fields.data)),
            accommodations=tuple(sorted(self.accommodations.data)),
        )

    def fill(self, content: ListingContent, waiting_days: int | None) -> None:
        """Show what was written before."""
        self.name.data, self.summary.data = content.name, content.summary_da
        self.area.data = ALL if content.nationwide else SOME
        self.municipalities.data = list(content.municipalities)
        self.target_groups.data = list(content.target_groups)
        self.support.data = [each.kind for each in content.support]
        self.prices = {
            each.kind: str(each.price.amount_ore // ORE_IN_KRONE) for each in content.support if each.price
        }
        self.languages.data, self.formats.data = list(content.languages), list(content.formats)
        self.fields.data, self.accommodations.data = list(content.fields), list(content.accommodations)
        self.phone.data, self.email.data = content.phone, content.email
        self.website.data, self.waiting_days.data = content.website, waiting_days

    def _offered(self, kind: str) -> SupportOffered:
        kroner = self.price_of(kind)
        if kroner is None:
            return SupportOffered(kind, None)
        return SupportOffered(kind, Price(kroner * ORE_IN_KRONE, PriceUnit.COURSE, Payer.MUNICIPALITY))


def _can_be(text: str, read: Callable[[str], str]) -> bool:
    try:
        read(text)
    except Unfit:
        return False
    return True


def _language_name(code: str) -> str:
    name: str = Locale(current_language()).languages.get(code, code)
    return name[:1].upper() + name[1:]
