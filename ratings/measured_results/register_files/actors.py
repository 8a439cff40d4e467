"""Read whose row it is: a listing's slug, an organisation's slug or key, or both that belong together."""

import numpy as np

from ratings.measured_results.method.spell_columns import UNKNOWN
from ratings.measured_results.register_files import cells
from ratings.measured_results.register_files.known import Known
from ratings.measured_results.register_files.mapping import Mapping
from ratings.measured_results.register_files.problems import Reason
from ratings.measured_results.register_files.raw_columns import Whole
from ratings.measured_results.register_files.row_checks import Reader, RowChecks


class ActorReaders:
    """Reads the columns that name an actor."""

    def __init__(self, mapping: Mapping, known: Known) -> None:
        found = {
            "listing": cells.code(known.listings, Reason.UNKNOWN_LISTING),
            "organisation": cells.code(known.organisations, Reason.UNKNOWN_ORGANISATION),
        }
        readers = {
            name: Reader(read, mapping.fields[name], mapping.missing, name=name)
            for name, read in found.items()
            if name in mapping.fields
        }
        self._listing, self._organisation = readers.get("listing"), readers.get("organisation")
        self._owners = np.full(max(known.organisation_of, default=0) + 2, UNKNOWN, dtype=np.int64)
        for listing, organisation in known.organisation_of.items():
            self._owners[listing] = organisation
        self._simulated = mapping.simulated
        names = known.organisation_names
        others = [number for number in names if (number in known.simulated) != mapping.simulated]
        self._others = np.array(others, dtype=np.int64)

    def read(self, checks: RowChecks) -> tuple[Whole, Whole]:
        """Give each row's organisation and listing, (N,) and (N,); a listing tells its organisation."""
        nothing = np.full(len(checks.chunk), UNKNOWN)
        listing, organisation = self._listing, self._organisation
        listings = checks.read(listing) if listing else nothing
        organisations = checks.read(organisation) if organisation else nothing
        owners = self._owners[listings]  # the last place says what belongs to no listing
        self._require_one(checks)
        if listing and organisation:
            both = (listings != UNKNOWN) & (organisations != UNKNOWN)
            other = both & (owners != organisations)
            checks.refuse(other, listing.name, Reason.LISTING_OF_ANOTHER, listing.raw(checks.chunk))
        whole = np.where(listings == UNKNOWN, organisations, owners)
        self._require_one_world(checks, whole, listings)
        return whole, listings

    def _require_one_world(self, checks: RowChecks, organisations: Whole, listings: Whole) -> None:
        """Refuse invented rows of real actors and real rows of invented ones."""
        why = Reason.INVENTED_ROW_OF_REAL if self._simulated else Reason.REAL_ROW_OF_INVENTED
        mixed = np.isin(organisations, self._others)
        by_listing = listings != UNKNOWN
        for reader, named in ((self._listing, by_listing), (self._organisation, ~by_listing)):
            if reader and mixed.any():
                checks.refuse(mixed & named, reader.name, why, reader.raw(checks.chunk))

    def _require_one(self, checks: RowChecks) -> None:
        """Refuse rows that name nobody; those that name somebody unknown are refused for that."""
        readers = [reader for reader in (self._listing, self._organisation) if reader]
        unnamed = np.ones(len(checks.chunk), dtype=bool)
        for reader in readers:
            unnamed &= reader.is_blank(reader.raw(checks.chunk))
        checks.refuse(unnamed, readers[-1].name, Reason.UNKNOWN_ACTOR)
