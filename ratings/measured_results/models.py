"""What came in from registers, what was worked out from it for a release, and what actors object to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from providers.base import NUMBERS_ARE_GIVEN_ONCE, Base, UtcTime


class ResultImport(Base):
    """A file of register rows that came in; `observed_until` is the last day that the registers tell of."""

    __tablename__ = "result_import"
    __table_args__ = (
        CheckConstraint("kind IN ('spells', 'aggregates')", name="kind_is_known"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), unique=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    simulated: Mapped[bool]
    observed_until: Mapped[date]
    rows: Mapped[int]
    accepted: Mapped[int]
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ResultUpload(Base):
    """A file that was handed in on a page and waits for the worker, with how far it is and what was wrong."""

    __tablename__ = "result_upload"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'reading', 'done', 'known', 'refused', 'failed')", name="state_is_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    mapping_text: Mapped[str] = mapped_column(Text)
    good_rows_only: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10))
    rows_done: Mapped[int]
    rows_total: Mapped[int | None]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    problem_count: Mapped[int]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("result_import.id"))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CaseMix(Base):
    """One combination of framework conditions at referral, such as age band and education, kept once."""

    __tablename__ = "case_mix"

    id: Mapped[int] = mapped_column(primary_key=True)
    levels: Mapped[dict[str, str]] = mapped_column(JSON)
    levels_hash: Mapped[str] = mapped_column(String(64), unique=True)


class Spell(Base):
    """One citizen's course as the registers tell it; nothing in it leads to the citizen.

    `course_key` is a one-way number of source, pseudonym, actor and day of referral, so that the same course
    is not counted twice. Outcomes are None where nobody can know them yet. `quarter` is year * 4 + (0 to 3)
    of the referral. Money is whole øre, the rest weeks and days as the names say.
    """

    __tablename__ = "spell"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= referred_on", name="ends_after_referral"),
        Index("ix_spell_quarter", "quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("result_import.id"), index=True)
    row: Mapped[int]
    course_key: Mapped[int] = mapped_column(BigInteger, unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    target_group: Mapped[str] = mapped_column(String(40))
    municipality_code: Mapped[str | None] = mapped_column(String(3))
    case_mix_id: Mapped[int] = mapped_column(ForeignKey("case_mix.id"))
    quarter: Mapped[int] = mapped_column(SmallInteger)
    referred_on: Mapped[date]
    ended_on: Mapped[date | None]
    work_3: Mapped[int | None] = mapped_column(SmallInteger)
    work_6: Mapped[int | None] = mapped_column(SmallInteger)
    work_12: Mapped[int | None] = mapped_column(SmallInteger)
    weeks_in_work: Mapped[int | None] = mapped_column(SmallInteger)
    subsidised: Mapped[int | None] = mapped_column(SmallInteger)
    passive_weeks_6: Mapped[int | None] = mapped_column(SmallInteger)
    passive_weeks_12: Mapped[int | None] = mapped_column(SmallInteger)
    company_weeks: Mapped[int | None] = mapped_column(SmallInteger)
    active_weeks: Mapped[int | None] = mapped_column(SmallInteger)
    price: Mapped[int | None]


class Aggregate(Base):
    """A published count: of `n` people of an actor, target group and period, `observed` had the outcome."""

    __tablename__ = "aggregate"
    __table_args__ = (CheckConstraint("observed >= 0 AND observed <= n", name="observed_within_n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("result_import.id"), index=True)
    row: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    target_group: Mapped[str] = mapped_column(String(40))
    area: Mapped[str | None] = mapped_column(String(10))
    first_quarter: Mapped[int] = mapped_column(SmallInteger)
    last_quarter: Mapped[int] = mapped_column(SmallInteger)
    measure: Mapped[str] = mapped_column(String(20))
    n: Mapped[int]
    observed: Mapped[int]


class Release(Base):
    """Figures of a period, worked out once; only where it stands, its dates and its public note ever change.

    `fits` holds the models behind the expected values, `inputs` the hashes of what it was made from,
    `patterns` the counts that everything is worked out from, `public_figures` what everybody may see of it.
    """

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("first_quarter <= last_quarter", name="period_runs_forward"),
        CheckConstraint("state IN ('draft', 'preview', 'published', 'withdrawn')", name="state_is_known"),
        CheckConstraint(
            "(state IN ('published', 'withdrawn')) = (published_at IS NOT NULL)",
            name="published_has_a_time",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_a_time"),
        CheckConstraint(
            "(published_at IS NULL) = (public_figures IS NULL)", name="published_has_public_figures"
        ),
        CheckConstraint("withdrawn_at IS NULL OR note IS NOT NULL", name="withdrawn_with_a_note"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_quarter: Mapped[int] = mapped_column(SmallInteger)
    last_quarter: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(10))
    simulated: Mapped[bool]
    observed_until: Mapped[date]
    method_version: Mapped[str] = mapped_column(String(20))
    code_version: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fits: Mapped[dict[str, Any]] = mapped_column(JSON)
    input_hash: Mapped[str] = mapped_column(String(64))
    results_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    preview_until: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    patterns: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    public_figures: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class Result(Base):
    """One figure of a release: of a measure, an actor or all, a target group or all, a quarter or all.

    `value` is a share, weeks or øre, as the measure says, with its interval; `ratio` is observed to expected.
    `reason` says why there is no grade or no figure, `hidden` why the public does not get it.
    """

    __tablename__ = "result"
    __table_args__ = (
        Index("ix_result_release_id_level", "release_id", "level"),
        Index("ix_result_release_id_organisation_id", "release_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    level: Mapped[str] = mapped_column(String(12))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    target_group: Mapped[str | None] = mapped_column(String(40))
    quarter: Mapped[int | None] = mapped_column(SmallInteger)
    measure: Mapped[str] = mapped_column(String(20))
    n: Mapped[int]
    observed: Mapped[int | None]
    expected: Mapped[float | None]
    variance: Mapped[float | None]
    value: Mapped[float | None]
    value_lower: Mapped[float | None]
    value_upper: Mapped[float | None]
    ratio: Mapped[float | None]
    ratio_lower: Mapped[float | None]
    ratio_upper: Mapped[float | None]
    shrunken: Mapped[float | None]
    shrunken_lower: Mapped[float | None]
    shrunken_upper: Mapped[float | None]
    reliability: Mapped[float | None]
    grade: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    people_missing: Mapped[int | None]
    hidden: Mapped[str | None] = mapped_column(String(20))


class ReleaseOrder(Base):
    """Something that a lead asks of a release and a worker does: `step` says what, `fact` why it was refused.

    The release is the one that was made, or the one that is previewed, published or withdrawn. One that is
    withdrawn without a release was a draft that has been discarded.
    """

    __tablename__ = "release_order"
    __table_args__ = (
        CheckConstraint("step IN ('make', 'preview', 'publish', 'withdraw')", name="step_is_known"),
        CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'refused', 'failed')", name="state_is_known"
        ),
        CheckConstraint("(state IN ('waiting', 'working')) = (ended_at IS NULL)", name="ended_has_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(10))
    first_quarter: Mapped[int] = mapped_column(SmallInteger)
    last_quarter: Mapped[int] = mapped_column(SmallInteger)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    fact: Mapped[str | None] = mapped_column(String(60))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReleaseChart(Base):
    """A picture drawn when a release was made, such as the funnel of a measure, as SVG in one language.

    `facts` hold what the picture shows, for the table beside it.
    """

    __tablename__ = "release_chart"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    svg: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Objection(Base):
    """What an actor holds against its own figures before they are published, and the authority's answer."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_a_time"),
        Index("ix_objection_release_id_organisation_id", "release_id", "organisation_id"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[str | None] = mapped_column(Text)
    upheld: Mapped[bool | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
