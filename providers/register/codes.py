"""The codes that a register file may use, as they are on the file's day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from providers.reference import queries

# ISO 639-1, the two-letter codes.
LANGUAGES = frozenset(
    (  # noqa: SIM905 - as a list it would take 183 lines
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
        "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia "
        "id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo "
        "lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl "
        "ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk "
        "tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one day."""

    municipalities: frozenset[str]
    target_groups: frozenset[str]
    support: frozenset[str]
    fields: frozenset[str]
    accommodations: frozenset[str]
    postcodes: frozenset[str]
    languages: frozenset[str] = LANGUAGES


@lru_cache(maxsize=16)
def codes_on(day: date) -> Codes:
    """Give the codes that exist on a day."""
    return Codes(
        municipalities=frozenset(municipality.code for municipality in queries.municipalities(day)),
        target_groups=frozenset(group.id for group in queries.target_groups(day)),
        support=frozenset(kind.id for kind in queries.kinds_of_support(day)),
        fields=frozenset(field.id for field in queries.fields_of_work(day)),
        accommodations=frozenset(need.id for need in queries.accommodations(day)),
        postcodes=frozenset(
            place.name for place in queries.places() if place.name.isdigit() and len(place.name) == 4
        ),
    )
