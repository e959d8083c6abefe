"""A record of the store that says the same to the ERP already keeps its own words there (connector 2.4, 3.3).

The ERP holds codes for names, and texts that were cut to fit. Sent back, they would alter what a shopper entered: only
what differs from what the shopper's own words become in the ERP is news.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bc_myob.mapping.texts import as_text
from bc_myob.model.entities import Entity
from bc_myob.sync.matching import at

Json = Mapping[str, Any]
GROUP: Final = "customer_group_id"
_ADDRESS: Final = "LocationContact/Address"
_CONTACT: Final = "LocationContact"

_SAME: Final[dict[Entity, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]] = {
    # fields of the store, and where the ERP has them: the first of several places that is filled
    Entity.CUSTOMER: (
        (("company",), (("CustomerName",),)),
        (("email",), (("MainContact/Email",),)),
        (("phone",), (("MainContact/Phone2",), ("MainContact/Phone1",))),
        (("first_name", "last_name"), (("MainContact/FirstName", "MainContact/LastName"),)),
    ),
    Entity.CUSTOMER_LOCATION: (
        (("first_name", "last_name"), ((f"{_CONTACT}/Attention",), ("LocationName",))),
        (("company",), ((f"{_CONTACT}/CompanyName",), (f"{_CONTACT}/FullName",), ("LocationName",))),
        (("phone",), ((f"{_CONTACT}/Phone1",), (f"{_CONTACT}/Phone2",))),
        (("address1",), ((f"{_ADDRESS}/AddressLine1",),)),
        (("address2",), ((f"{_ADDRESS}/AddressLine2",),)),
        (("city",), ((f"{_ADDRESS}/City",),)),
        (("postal_code",), ((f"{_ADDRESS}/PostalCode",),)),
        (
            ("state_or_province", "country_code"),
            ((f"{_ADDRESS}/State", f"{_ADDRESS}/Country"),),
        ),
    ),
}


def in_its_own_words(  # noqa: PLR0913 - one value each, all named
    entity: Entity, document: Json, *, ours: Json, said: Json, theirs: Json, mapped: Collection[str] = ()
) -> dict[str, Any]:
    """Give the document for the store with the store's own words where they say what the ERP says.

    `ours`: the store's record; `said`: what it says to the ERP; `theirs`: the ERP's record; `mapped`: fields that the
    user's own lines write.
    """
    kept = dict(document)
    for fields, places in _SAME[entity]:
        place = next((each for each in places if any(_bare(at(theirs, path)) for path in each)), ())
        same = place and all(_bare(at(said, path)) == _bare(at(theirs, path)) for path in place)
        for name in fields:
            if same and name in kept and ours.get(name) is not None and name not in mapped:
                kept[name] = ours[name]
    return kept


def with_group(document: Json, *, ours: Json, last: Any, mapped: Collection[int]) -> dict[str, Any]:
    """Give the document for the store without the group where its price class is no news (2.4).

    `last`: the group that the class last stood for; `mapped`: the groups that stand for classes. A customer without
    such a class leaves only one of these: any other one the merchant has chosen in the store.
    """
    wanted = document.get(GROUP)
    leaves_another = not wanted and ours.get(GROUP) not in mapped
    if wanted is None or (wanted != (last or 0) and not leaves_another):
        return dict(document)
    return {name: value for name, value in document.items() if name != GROUP}


def _bare(value: Any) -> str:
    return as_text(value if value is not None else "").strip()
