"""What invented actors say agrees with what their listings state."""

import re

from portal.demonstration.actors import Actor, Reach, Site, actors, sizes
from portal.demonstration.coverage import Coverage, cover
from portal.demonstration.offers import Offer, offer
from portal.demonstration.register_file import SEED
from portal.demonstration.stock import group_phrases, offers, sentences, themes
from portal.demonstration.writing import LONGEST_SUMMARY, Written, write
from providers.reference import queries
from tests.portal.demonstration.made import ON

MADE = [(actor, site) for actor in actors(SEED, ON, sizes(240)) for site in actor.sites]
COVERAGE = cover(SEED, dict.fromkeys(actor for actor, _ in MADE), ON)

STOCK = [text for texts in sentences().values() for text in texts] + [
    text
    for theme in themes()
    for texts in (theme.summaries, theme.fields, theme.openings, theme.methods, theme.details)
    for text in texts
]


def texts_of(site: Site, attempt: int = 0) -> tuple[Offer, Coverage, dict[str, Written]]:
    offered, coverage = offer(SEED, site, ON), COVERAGE[site.slug]
    return offered, coverage, write(SEED, site, offered, coverage, attempt)


def test_summaries_fit() -> None:
    for _, site in MADE:
        for said in texts_of(site)[2].values():
            assert len(said.summary) <= LONGEST_SUMMARY


def test_another_attempt_gives_other_words() -> None:
    site = MADE[0][1]

    assert texts_of(site, 0)[2] != texts_of(site, 1)[2]


def test_no_blank_is_left_to_fill() -> None:
    for _, site in MADE:
        for said in texts_of(site)[2].values():
            assert not set("{}") & set(said.summary + said.description)


def test_text_speaks_only_of_ways_to_meet_that_the_listing_names() -> None:
    for _, site in MADE:
        offered, _, said = texts_of(site)
        description = said["da"].description
        assert ("video" in offered.formats) or "video" not in description, site.slug
        assert ("in_person" in offered.formats) or "kaffe på kanden" not in description, site.slug


def test_text_says_it_is_free_only_when_the_municipality_pays_for_everything() -> None:
    free = {text.da for text in sentences()["free"]}
    claims = 0
    for _, site in MADE:
        offered, _, said = texts_of(site)
        if any(sentence in said["da"].description for sentence in free):
            claims += 1
            assert offered.free, site.slug

    assert claims > 10


def test_text_names_the_languages_of_the_listing() -> None:
    names = {code: entry[0] for code, entry in offers()["languages"].items()}
    named = 0
    for _, site in MADE:
        offered, _, said = texts_of(site)
        spoken = {names[code] for code in offered.languages if code != "da"}
        if all(name in said["da"].description for name in spoken) and spoken:
            named += 1

    assert named > 50


def test_online_actor_has_a_field_that_can_be_done_from_home() -> None:
    online = [site for _, site in MADE if site.reach is Reach.COUNTRY]

    assert online
    assert all(theme.online for site in online for theme in site.themes)


def test_actor_of_the_whole_country_does_not_call_it_a_place_to_go_to() -> None:
    place = re.compile(
        r"(?:Find os|mød os|holder til|hjælper dig|\bdit|Kig forbi) i hele landet|i hele landet\?"
    )
    for _, site in MADE:
        if site.reach is Reach.COUNTRY:
            for attempt in range(10):
                said = texts_of(site, attempt)[2]["da"]
                assert not place.search(f"{said.summary} {said.description}"), site.slug


def test_stock_has_words_for_every_code() -> None:
    assert {f"support.{kind.id}" for kind in queries.kinds_of_support(ON)} <= set(sentences())
    assert {group.id for group in queries.target_groups(ON)} == set(group_phrases())
    assert {kind.id for kind in queries.kinds_of_support(ON)} == set(offers()["prices"])


def test_what_a_field_always_offers_exists_and_fits_its_people() -> None:
    serves = {kind.id: kind.target_groups for kind in queries.kinds_of_support(ON)}
    for theme in themes():
        served = frozenset().union(*(serves[kind] for kind in theme.support))
        assert set(theme.groups) <= served, theme.id
        assert set(theme.also_groups) <= {group.id for group in queries.target_groups(ON)}, theme.id
        assert set(theme.also_support) <= set(serves), theme.id


def test_danish_is_spelled_as_danish() -> None:
    said = " ".join(text.da for text in STOCK).lower()

    # Firmaer and tempoet are right: there the two letters belong to a stem and its ending.
    assert re.findall(r"\w*(?:aa|(?:ae|oe)(?!r\b|t\b|de\b))\w*", said) == []


def test_both_languages_ask_for_the_same_facts() -> None:
    for text in STOCK:
        assert blanks(text.da) == blanks(text.en), text.da


def test_many_fields_of_work_are_there() -> None:
    fields: dict[str, set[Actor]] = {}
    for actor, site in MADE:
        fields.setdefault(site.themes[0].id, set()).add(actor)

    assert len(fields) == len(themes()) == 30
    assert min(map(len, fields.values())) >= 3


def blanks(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}
