"""Invented Danish listings, as many as a test wants, the same ones each time."""

import random
from collections.abc import Iterator
from itertools import accumulate, product

from providers.listings.content import Address, ListingContent, MeetingFormat, SupportOffered
from providers.organisations.models import OrganisationKind
from providers.reference.queries import kinds_of_support, municipalities, target_groups
from providers.search.documents import SearchDocument, document_of
from tests.factories.organisations import AS_OF, make_content

COMMON = """
    du vi og i at en til på med for der er dig din os vores som kan får har bliver hver uge måned plan mål
    rådgiver støtte hjælp arbejde job virksomhed ansøgning samtale forløb kursus praktik uddannelse erfaring
    sygdom stress smerter energi hverdag tempo ro tryghed netværk kollega leder branche faglig dansk sprog
    tale skrive lære finde vælge møde ringe komme begynde prøve vende blive afklare styrke skabe samarbejde
"""
FIRST_PARTS = """
    job syge arbejds uddannelses virksomheds rådgivnings stress smerte sprog mentor fleks løn ansøgnings
    netværks kompetence helbreds karriere butiks lager køkken rengørings chauffør kontor pleje bygge ungdoms
    familie natur motions kost søvn kultur musik computer regnskabs salgs hotel have skov fiskeri landbrugs
    industri maler
"""
LAST_PARTS = """
    samtale forløb hjælp støtte kursus plads praktik afklaring vejledning gruppe plan træning leder hold
    værksted mentor rådgiver tilbud indsats netværk opgave erfaring dag uge mål prøve start vej skole team
    metode
"""
ENDINGS = ("", "en", "et", "er", "erne", "s")
COMPOUNDS = ["".join(parts) for parts in product(FIRST_PARTS.split(), LAST_PARTS.split(), ENDINGS)]
# Shuffled, so that the common ones among them are not all spelt alike.
random.Random(1).shuffle(COMPOUNDS)
WORDS = COMMON.split() + COMPOUNDS
# A few words are most of any text (Zipf).
CUMULATED = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))


def prose(seeded: random.Random, length: int) -> str:
    """Write so many words in sentences."""
    words = seeded.choices(WORDS, cum_weights=CUMULATED, k=length)
    return " ".join(word + ("." if index % 12 == 11 else "") for index, word in enumerate(words))


def synthetic_content(number: int) -> ListingContent:
    """Invent the number-th listing."""
    seeded = random.Random(number)
    places = seeded.sample(municipalities(AS_OF), seeded.choice((1, 1, 1, 2, 3, 5, 12)))
    nationwide = seeded.random() < 0.1
    groups = seeded.sample(target_groups(AS_OF), seeded.randint(1, 4))
    kinds = seeded.sample(kinds_of_support(AS_OF), seeded.randint(1, 5))
    return make_content(
        name=f"{prose(seeded, 2).title()} {number}",
        summary_da=prose(seeded, 20),
        summary_en=prose(seeded, 20) if number % 2 else None,
        description_da=prose(seeded, seeded.randint(80, 300)),
        description_en=prose(seeded, seeded.randint(80, 300)) if number % 2 else None,
        nationwide=nationwide,
        municipalities=() if nationwide else tuple(sorted(place.code for place in places)),
        target_groups=tuple(sorted(group.id for group in groups)),
        support=tuple(SupportOffered(kind.id, None) for kind in kinds),
        languages=tuple(sorted(seeded.sample(("ar", "da", "de", "en", "fa", "pl", "so", "uk"), 2))),
        formats=(MeetingFormat.IN_PERSON, MeetingFormat.VIDEO),
        address=Address("Skolegade 1", "8000", "Aarhus C"),
    )


def synthetic_documents(count: int) -> Iterator[SearchDocument]:
    """Give the documents of so many invented listings."""
    kinds = list(OrganisationKind)
    for number in range(1, count + 1):
        organisation = f"Opdigtet {prose(random.Random(-number), 1).title()} {number // 3}"
        kind = kinds[number % len(kinds)]
        yield document_of(number, number, organisation, kind, synthetic_content(number), AS_OF)
