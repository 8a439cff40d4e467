"""Write what an invented actor says of itself, in Danish and with the same facts in English."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.demonstration.actors import Actor, Reach, Site
from portal.demonstration.chance import chance, some
from portal.demonstration.coverage import Coverage
from portal.demonstration.geography import country_area, listed
from portal.demonstration.offers import Offer
from portal.demonstration.stock import LANGUAGES, Text, group_phrases, offers, sentences
from providers.reference import queries

LONGEST_SUMMARY = 240
MOST_GROUPS_NAMED = 3
TAIL_OFTEN = 0.7
ONE_FIELD = "one_field"  # needed by texts that say "only"
ORDINALS = (("anden", "second"), ("tredje", "third"), ("fjerde", "fourth"))
# How different people build up a description: each line is a paragraph and names what it is made of.
SHAPES = (
    (("opening", "team"), ("methods", "second"), ("support",), ("welcome", "details"), ("place", "closing")),
    (("welcome",), ("opening", "details", "methods"), ("support", "work"), ("place", "free")),
    (
        ("opening",),
        ("start", "methods"),
        ("support", "plan"),
        ("details", "follow"),
        ("place",),
        ("free", "closing"),
    ),
    (("team", "welcome"), ("opening", "methods"), ("details", "support"), ("place", "closing")),
    (("opening", "details"), ("place", "welcome"), ("methods", "support"), ("plan", "follow", "free")),
    (("start", "plan"), ("opening",), ("methods", "work"), ("details", "support", "welcome"), ("place",)),
    (("opening", "methods", "second"), ("support", "details"), ("team", "place", "closing")),
    (("place",), ("opening", "start"), ("methods", "details"), ("welcome", "support"), ("follow", "free")),
)


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a listing in one language."""

    summary: str
    description: str


def write(seed: int, site: Site, offer: Offer, coverage: Coverage, attempt: int) -> dict[str, Written]:
    """Write a listing's texts in both languages; another attempt gives other words."""
    source = chance(seed, "text", site.slug, attempt)
    facts = _facts(source, site, offer, coverage)
    chosen = _Chosen(source, site, offer)
    summary = chosen.summary()
    tail = source.choice(sentences()["tails"])
    summaries = {language: written([*summary, tail], language, facts[language]) for language in LANGUAGES}
    if source.random() > TAIL_OFTEN or max(map(len, summaries.values())) > LONGEST_SUMMARY:
        summaries = {language: written(summary, language, facts[language]) for language in LANGUAGES}
    paragraphs = [
        [text for section in paragraph for text in chosen.texts(section)]
        for paragraph in source.choice(SHAPES)
    ]
    return {
        language: Written(summaries[language], paragraphs_written(paragraphs, language, facts[language]))
        for language in LANGUAGES
    }


def write_unclaimed(source: Random, actor: Actor, site: Site, offer: Offer, on: date) -> dict[str, str]:
    """Write the summary of a listing whose actor has not written anything itself."""
    template = source.choice(sentences()["register"])
    kinds = [kind for kind in queries.kinds_of_support(on) if kind.id in offer.support]
    named = some(source, kinds, 1, 2)
    word = sentences()[f"kinds.{actor.kind}"][0]
    where = _where(site)
    return {
        language: template.written(
            language,
            {
                "brand": actor.name.brand,
                "kind": word.written(language, {}),
                "where": where.written(language, {}),
                "support": ", ".join(kind.name(language).lower() for kind in named),
            },
        )
        for language in LANGUAGES
    }


def written(texts: Sequence[Text], language: str, facts: Mapping[str, str]) -> str:
    """Write texts one after another."""
    return " ".join(text.written(language, facts) for text in texts)


def paragraphs_written(paragraphs: Sequence[Sequence[Text]], language: str, facts: Mapping[str, str]) -> str:
    """Write paragraphs with an empty line between them; one without a text is left out."""
    return "\n\n".join(written(texts, language, facts) for texts in paragraphs if texts)


def figures(source: Random) -> dict[str, dict[str, str]]:
    """Make up the small figures that texts may mention, in both languages."""
    ordinal = source.choice(ORDINALS)
    both = {
        "weeks": str(source.choice((6, 8, 10, 12, 13, 16, 18, 20, 24, 26))),
        "staff": str(source.randint(3, 28)),
        "since": str(source.randint(1998, 2022)),
        "firms": str(source.randint(12, 190)),
        "group": str(source.randint(5, 12)),
        "load": str(source.randint(12, 34)),
        "hours": str(source.randint(2, 15)),
        "short": str(source.randint(2, 4)),
    }
    return {language: both | {"rhythm": word} for language, word in zip(LANGUAGES, ordinal, strict=True)}


def _facts(source: Random, site: Site, offer: Offer, coverage: Coverage) -> dict[str, dict[str, str]]:
    where = _where(site)
    facts = figures(source)
    named = [group_phrases()[group] for group in offer.groups if group in group_phrases()]
    for language, last_or, last_and in (("da", "eller", "og"), ("en", "or", "and")):
        facts[language] |= {
            "where": where.written(language, {}),
            "in_area": coverage.area.whole.written(language, {}),
            "in_one_of": coverage.area.one_of.written(language, {}),
            "groups": listed([text.written(language, {}) for text in named[:MOST_GROUPS_NAMED]], last_or),
            "languages": listed([_language(code, language) for code in offer.languages], last_and),
        }
    return facts


def _where(site: Site) -> Text:
    return country_area().whole if site.reach is Reach.COUNTRY else site.town.where


def _language(code: str, language: str) -> str:
    name: str = offers()["languages"].get(code, ["dansk", "Danish"])[LANGUAGES.index(language)]
    return name


class _Chosen:
    """Choose the texts of each section so that they agree with the listing's facts."""

    def __init__(self, source: Random, site: Site, offer: Offer) -> None:
        self._source = source
        self._site = site
        self._offer = offer
        self._holds = {*offer.formats, *([ONE_FIELD] if len(site.themes) == 1 else [])}

    def summary(self) -> list[Text]:
        """Choose the sentence that opens the summary."""
        return self._fitting(self._site.themes[0].summaries, 1)

    def texts(self, section: str) -> list[Text]:
        """Choose the texts of one section; a section of its own name takes one general sentence."""
        main = self._site.themes[0]
        sections: dict[str, Callable[[], list[Text]]] = {
            "opening": lambda: [*self._fitting(main.openings, 1), *self._fitting(main.fields, 1)],
            "methods": lambda: self._fitting(main.methods, 2),
            "details": lambda: self._fitting(main.details, self._source.randint(1, 2)),
            "second": lambda: [
                text for theme in self._site.themes[1:] for text in self._fitting(theme.methods, 1)
            ],
            "support": self._support,
            "place": self._place,
            "free": lambda: self._fitting(sentences()["free"], 1) if self._offer.free else [],
        }
        choose = sections.get(section, lambda: self._fitting(sentences()[section], 1))
        return choose()

    def _fitting(self, texts: Sequence[Text], number: int) -> list[Text]:
        possible = [text for text in texts if text.needs is None or text.needs in self._holds]
        return some(self._source, possible, number, number)

    def _support(self) -> list[Text]:
        kinds = some(self._source, self._offer.support, 2, 3)
        return [self._source.choice(sentences()[f"support.{kind}"]) for kind in kinds]

    def _place(self) -> list[Text]:
        scale = {Reach.LOCAL: "local", Reach.COUNTRY: "country"}.get(self._site.reach, "region")
        chosen = [self._source.choice(sentences()[f"coverage.{scale}"])]
        meetings = some(self._source, self._offer.formats, 1, 2)
        chosen.extend(self._source.choice(sentences()[f"formats.{meeting}"]) for meeting in meetings)
        if len(self._offer.languages) > 1:
            chosen.append(self._source.choice(sentences()["languages"]))
        return chosen
