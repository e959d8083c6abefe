"""Which address of a customer belongs to which location (connector 3.4): the pairs of one address book."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bc_myob.mapping.addresses import address_key
from bc_myob.mapping.locations_export import is_blank
from bc_myob.mapping.texts import as_text
from bc_myob.model.entities import SyncDirection
from bc_myob.model.pairs import Standing, is_unborn
from bc_myob.model.statuses import READY_TO_PROCESS, Status
from bc_myob.sync.sent import sent_number

MAIN: Final = "MAIN"
Json = Mapping[str, Any]
_LINES: Final = (("address1", "AddressLine1"), ("city", "City"), ("postal_code", "PostalCode"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place of a customer as either side has it. `rival`: who has the location that its reference names.

    `awaited`: MAIN that a creation of unknown outcome may still fill.
    """

    address: Json | None = None
    location: Json | None = None
    standing: Standing | None = None
    absorbs: Standing | None = None
    rival: Standing | None = None
    awaited: bool = False

    @property
    def reentered(self) -> bool:
        """Whether a location that was lost in the ERP was entered there again: another id, the same reference."""
        if self.standing is None or self.standing.erp_id is None or self.location is None:
            return False
        return self.standing.erp_id != self.location.get("id")

    @property
    def restored(self) -> bool:
        """Whether an address came back whose location was kept."""
        if self.standing is None or self.address is None or self.reentered:
            return False
        waits = self.standing.status in READY_TO_PROCESS and bool(self.standing.details.get("restored"))
        return self.standing.status is Status.DELETED or waits


@dataclass(slots=True, kw_only=True)
class Book:
    """One customer's addresses, locations and sync records. `says`: a location in the store's words.

    `reference` gives the external reference of an address id. `strays`: sync records of these locations, by their id,
    from a time when the customer had another number in the store. `gone`: ids of locations that the ERP has no more.
    `own_main`: the id of MAIN, where our own write to the account has made it.
    """

    customer: str
    addresses: Sequence[Json]
    locations: Mapping[str, Json]
    standings: Sequence[Standing]
    says: Mapping[str, Json]
    reference: Callable[[str], str]
    strays: Mapping[str, Standing] = field(default_factory=dict)
    gone: Container[str] = ()
    own_main: str | None = None
    _by_external: dict[str, Standing] = field(init=False)
    _by_erp: dict[str, Standing] = field(init=False)

    def __post_init__(self) -> None:
        """Index the sync records by both ids."""
        self._by_external = {each.external_id: each for each in self.standings}
        self._by_erp = {each.erp_id: each for each in self.standings if each.erp_id}

    def entries(self) -> list[Entry]:
        """Give every place once: the addresses in their order, then what only Sync History or the ERP knows."""
        found, taken = [], set[str]()
        for address in self.addresses:
            standing = self._by_external.get(self._external_id(address))
            location_id = self._location_of(address, standing.erp_id if standing else None, taken)
            if location_id:
                taken.add(location_id)
            found.append(self._entry(address, standing, location_id))
        known = {id(each.standing) for each in found} | {id(each.absorbs) for each in found if each.absorbs}
        for each in (one for one in self.standings if id(one) not in known):
            location_id = each.erp_id or self._arrived_unseen(each, taken)
            found.append(Entry(standing=each, location=self.locations.get(location_id or "")))
            taken |= {location_id} if location_id else set()
        return found + [self._alone(key) for key in self.locations if key not in taken]

    def _alone(self, key: str) -> Entry:
        awaited = self._is_to_be_filled(key) and self._may_be_filled(beside="")
        return Entry(location=self.locations[key], absorbs=self.strays.get(key), awaited=awaited)

    def _entry(self, address: Json, standing: Standing | None, location_id: str | None) -> Entry:
        location = self.locations.get(location_id or "")
        theirs = self._by_erp.get(location_id or "")
        if theirs is None or theirs is standing:
            stray = self.strays.get(location_id or "")
            rival = None if location else self._rival(address, standing)
            return Entry(address=address, location=location, standing=standing, absorbs=stray, rival=rival)
        absorbed = theirs if standing else None
        return Entry(address=address, location=location, standing=standing or theirs, absorbs=absorbed)

    def _rival(self, address: Json, standing: Standing | None) -> Standing | None:
        """Give the other record that has the location which a look-up by this address's reference would find."""
        other = self._by_erp.get(self._named(address, self.locations) or "")
        return None if other is standing else other

    def _location_of(self, address: Json, known: str | None, taken: Container[str]) -> str | None:
        """Give the location of an address: the one it has, unless that is gone and another was entered in its place."""
        if known is None:
            return self._match(address, self._free(taken))
        return (self._named(address, self._free(taken)) if known in self.gone else None) or known

    def _arrived_unseen(self, standing: Standing, taken: Container[str]) -> str | None:
        """Give the location that an address has left behind which was deleted while its creation was in doubt."""
        if is_unborn(standing.external_id):
            return None
        return self._named({"id": standing.external_id.rpartition(",")[2]}, self._free(taken))

    def _free(self, taken: Container[str]) -> dict[str, Json]:
        return {key: row for key, row in self.locations.items() if key not in taken and self._is_free(key)}

    def _match(self, address: Json, free: Mapping[str, Json]) -> str | None:
        if (named := self._named(address, free)) is not None:
            return named
        others = {self._reference(each) for each in self.addresses}
        free = {key: row for key, row in free.items() if _external(row) not in others}
        content = address_key(address)
        if (sent := next((key for key in free if self._was_sent(key, address, content)), None)) is not None:
            return sent
        same = next((key for key in free if self._content(key) == content), None)
        return same or self._main_for(address, free) or self._same_person(address, free)

    def _named(self, address: Json, among: Mapping[str, Json]) -> str | None:
        """Give the location whose external reference names this very address."""
        wanted = self._reference(address)
        return next((key for key, row in among.items() if _external(row) == wanted), None)

    def _reference(self, address: Json) -> str:
        return self.reference(str(address.get("id"))).casefold()

    def _main_for(self, address: Json, free: Mapping[str, Json]) -> str | None:
        """Give MAIN for the first address, if it is blank, ours, or repeats that address of the account (3.4).

        Nobody gets it while a creation of another address, of which nobody knows the outcome, may still fill it.
        """
        main = next((key for key, row in free.items() if row.get("LocationID") == MAIN), None)
        if main is None or main in self._by_erp:
            return None
        if self._is_to_be_filled(main):
            return None if self._may_be_filled(beside=self._external_id(address)) else main
        place = self._place(main)
        same = all(_bare(address.get(ours)) == _bare(place.get(theirs)) for ours, theirs in _LINES)
        return main if same else None

    def _is_to_be_filled(self, key: str) -> bool:
        is_main = self.locations[key].get("LocationID") == MAIN
        return is_main and (key == self.own_main or is_blank(self._place(key)))

    def _place(self, key: str) -> Json:
        found: Json = (self.locations[key].get("LocationContact") or {}).get("Address") or {}
        return found

    def _may_be_filled(self, *, beside: str) -> bool:
        return any(may_fill_main(each) and each.external_id != beside for each in self.standings)

    def _same_person(self, address: Json, free: Mapping[str, Json]) -> str | None:
        """Give the location of the same person at the same place, whatever its company: often only its account's name.

        Only where there is one of each; several companies may be at one place.
        """
        wanted = _without_company(address)
        same = [key for key in self.locations if _without_company(self.says.get(key) or {}) == wanted]
        alone = len(same) == 1 == sum(_without_company(each) == wanted for each in self.addresses)
        return same[0] if alone and same[0] in free else None

    def _content(self, key: str) -> str | None:
        said = self.says.get(key)
        return address_key(said) if said else None

    def _was_sent(self, key: str, address: Json, content: str) -> bool:
        """Tell whether a lost write made the address of a location, whatever this one says by now."""
        standing = self._by_erp.get(key)
        sent = standing.sent if standing else None
        if sent is None or sent.way is not SyncDirection.EXPORT:
            return False
        return sent_number(sent) == str(address.get("id")) or address_key(sent.document) == content

    def _is_free(self, key: str) -> bool:
        standing = self._by_erp.get(key)
        if standing is None:
            return True
        gone = standing.external_id not in {self._external_id(each) for each in self.addresses}
        return standing.free and gone

    def _external_id(self, address: Json) -> str:
        return f"{self.customer},{address.get('id')}"


def may_fill_main(standing: Standing) -> bool:
    """Tell whether a creation of unknown outcome may still enter this address as MAIN."""
    if not standing.in_doubt or standing.erp_id is not None or standing.status not in READY_TO_PROCESS:
        return False
    sent = standing.sent  # kept where records travel both ways alone
    return sent is None or (sent.way is SyncDirection.IMPORT and sent.document.get("LocationID") == MAIN)


def _external(location: Json) -> str:
    return as_text(location.get("ExtRefNbr") or "").strip().casefold()


def _without_company(address: Json) -> str:
    return address_key({**address, "company": ""})


def _bare(value: Any) -> str:
    return " ".join(as_text(value or "").casefold().split())
