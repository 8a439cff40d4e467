"""Read what a listing says from the `content` of its line."""

from collections.abc import Iterator

from providers.listings.content import (
    ADDED_LATER,
    Address,
    ListingContent,
    MeetingFormat,
    Payer,
    Price,
    PriceUnit,
    SupportOffered,
)
from providers.register import values
from providers.register.codes import Codes
from providers.register.fields import Fields
from providers.register.values import optional

CONTENT = (
    "name",
    "summary_da",
    "summary_en",
    "description_da",
    "description_en",
    "nationwide",
    "municipalities",
    "target_groups",
    "support",
    "languages",
    "formats",
    "address",
    "phone",
    "email",
    "website",
    "unverified",
)
SUPPORT = ("kind", "price")
PRICE = ("amount_ore", "unit", "paid_by")
ADDRESS = ("street", "postcode", "city")
MOST_ORE = 10_000_000_000  # 100 million kroner: above that, somebody has typed too many zeros

a_name = values.text(120)
a_summary = values.text(240)
a_description = values.text(5000, paragraphs=True)
a_phone = values.form(
    r"\+?[0-9]( ?[0-9]){2,19}", "must be digits, with single spaces and a leading + if wanted"
)
an_email = values.form(
    r"[A-Za-z0-9æøåÆØÅ._%+'-]+@[A-Za-z0-9æøåÆØÅ-]+(\.[A-Za-z0-9æøåÆØÅ-]+)+", "must be one e-mail address", 254
)
a_website = values.form(
    r"https://[A-Za-z0-9æøåÆØÅ-]+(\.[A-Za-z0-9æøåÆØÅ-]+)+(:[0-9]{1,5})?([/?#][A-Za-z0-9æøåÆØÅ._~:/?#@!$&()*+,;=%-]*)?",
    "must be an address that begins with https://",
)
unverified_fields = values.codes(
    frozenset({*CONTENT, *ADDED_LATER}) - {"unverified"}, "a field of the content"
)
some_formats = values.codes(frozenset(MeetingFormat), f"one of {', '.join(MeetingFormat)}")


class ContentReader:
    """Reads contents by the code lists of one day."""

    def __init__(self, codes: Codes) -> None:
        """Prepare what all contents share."""
        self._municipalities = values.codes(codes.municipalities, "a municipality on the file's day")
        self._target_groups = values.codes(codes.target_groups, "a target group on the file's day", least=1)
        self._kind = values.code(codes.support, "a kind of support on the file's day")
        self._fields = values.codes(codes.fields, "a field of work on the file's day")
        self._accommodations = values.codes(codes.accommodations, "a special need on the file's day")
        self._languages = values.codes(codes.languages, "a language of ISO 639-1")
        self._postcode = values.code(codes.postcodes, "a Danish postal code")

    def read(self, listing: Fields) -> ListingContent:
        """Read the content of a listing's line and note what is wrong with it."""
        fields = listing.inside("content", CONTENT, ADDED_LATER)
        content = ListingContent(
            name=fields.read("name", a_name),
            summary_da=fields.read("summary_da", a_summary),
            summary_en=fields.read("summary_en", optional(a_summary)),
            description_da=fields.read("description_da", optional(a_description)),
            description_en=fields.read("description_en", optional(a_description)),
            nationwide=fields.read("nationwide", values.flag),
            municipalities=fields.read("municipalities", self._municipalities),
            target_groups=fields.read("target_groups", self._target_groups),
            support=tuple(self._support(fields)),
            languages=fields.read("languages", self._languages),
            formats=tuple(MeetingFormat(code) for code in fields.read("formats", some_formats) or ()),
            address=self._address(fields) if fields.has("address") else None,
            phone=fields.read("phone", optional(a_phone)),
            email=fields.read("email", optional(an_email)),
            website=fields.read("website", optional(a_website)),
            unverified=fields.read("unverified", unverified_fields),
            fields=fields.read_if_there("fields", self._fields, ()),
            accommodations=fields.read_if_there("accommodations", self._accommodations, ()),
        )
        if fields.fits and content.nationwide and content.municipalities:
            fields.note(
                "municipalities", list(content.municipalities), "must be empty when nationwide is true"
            )
        if fields.fits and not content.nationwide and not content.municipalities:
            fields.note("municipalities", [], "must have at least one unless nationwide is true")
        return content

    def _support(self, fields: Fields) -> Iterator[SupportOffered]:
        """Give the kinds of support in the order of their codes, each once."""
        found: dict[str, SupportOffered] = {}
        for entry in fields.each("support", SUPPORT):
            kind = entry.read("kind", self._kind)
            if fields.fits and kind in found:
                entry.note("kind", kind, "stands twice in the list")
            found[kind] = SupportOffered(kind, self._price(entry) if entry.has("price") else None)
        return iter(sorted(found.values(), key=lambda support: support.kind) if fields.fits else ())

    def _price(self, entry: Fields) -> Price:
        fields = entry.inside("price", PRICE)
        return Price(
            amount_ore=fields.read("amount_ore", values.whole(MOST_ORE)),
            unit=fields.read("unit", values.one_of(PriceUnit)),
            paid_by=fields.read("paid_by", values.one_of(Payer)),
        )

    def _address(self, content: Fields) -> Address:
        fields = content.inside("address", ADDRESS)
        return Address(
            street=fields.read("street", a_name),
            postcode=fields.read("postcode", self._postcode),
            city=fields.read("city", a_name),
        )
