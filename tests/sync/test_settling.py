"""What becomes of a pair: held back, gone, entered again, taken as it was (connector 8.4, 8.6, 11.1)."""

from datetime import UTC, datetime

import pytest

from bc_myob.model.codec import content_hash
from bc_myob.model.entities import PrimarySystem, SyncDirection
from bc_myob.model.pairs import Sent, Standing
from bc_myob.model.pictures import Seen, found_at
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event, Status
from bc_myob.store.entities import EntitySettings
from bc_myob.sync.pairing import settle
from bc_myob.sync.sides import Pair, Side

IN, OUT, BOTH = SyncDirection.IMPORT, SyncDirection.EXPORT, SyncDirection.BIDIRECTIONAL
STORE, ERP = PrimarySystem.EXTERNAL, PrimarySystem.ERP
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def side(said="old", event=Event.PREPARED, **more):
    content = {"said": said}
    document = content if event is Event.PREPARED else None
    return Side(Mapped("7", "7", event, reason="a filter", document=document, content=content), **more)


def gone():
    return Side(gone=True)


def standing(status=Status.PROCESSED, **more):
    was = content_hash({"said": "old"})
    known = {"erp_id": "guid-1", "erp_key": "C000001", "external_hash": was, "erp_hash": was}
    return Standing(record_id=1, external_id="7", source_id="7", status=status, **{**known, **more})


def settled(external, erp, known=None, *, primary=STORE, direction=BOTH, erp_id="guid-1", **more):
    pair = Pair(external=external, erp=erp, standing=known or standing(), erp_id=erp_id, erp_key="C000001", **more)
    return settle(pair, EntitySettings(sync_direction=direction, primary_system=primary))


def outcome(found):
    return None if found is None else (found.mapped.event, found.direction)


FILTERED = Event.FILTERED


@pytest.mark.parametrize(
    ("external", "erp", "primary", "becomes"),
    [
        (side("new"), side("new", FILTERED), ERP, (Event.PREPARED, IN)),
        (side("new", FILTERED), side("new"), STORE, (Event.PREPARED, OUT)),
        (side("old"), side("new", FILTERED), ERP, (FILTERED, OUT)),
        (side("new", FILTERED), side("new", FILTERED), STORE, (FILTERED, IN)),
        (side("new", FILTERED), side("new", FILTERED), ERP, (FILTERED, OUT)),
        (side("new"), side("new", Event.FAILED), ERP, (Event.FAILED, OUT)),
    ],
)
def test_a_filter_closes_its_own_way_alone(external, erp, primary, becomes):
    assert outcome(settled(external, erp, primary=primary)) == becomes


@pytest.mark.parametrize(
    ("travelled", "status", "external", "erp", "becomes"),
    [
        (IN, Status.PROCESSED, side("old", FILTERED), side(), (FILTERED, IN)),
        (IN, Status.PROCESSED, side(), side("old", FILTERED), None),
        (OUT, Status.PROCESSED, side(), side("old", FILTERED), (FILTERED, OUT)),
        (OUT, Status.PROCESSED, side("old", FILTERED), side(), None),
        (OUT, Status.FILTERED, side(), side(), (Event.PREPARED, OUT)),
        (OUT, Status.FILTERED, side(), side("old", FILTERED), None),
    ],
)
def test_where_nothing_changed_the_filter_of_the_way_last_travelled_decides(travelled, status, external, erp, becomes):
    assert outcome(settled(external, erp, standing(status, direction=travelled))) == becomes


@pytest.mark.parametrize(("direction", "primary", "held"), [(IN, STORE, "external"), (OUT, ERP, "erp")])
def test_with_a_fixed_direction_its_own_filter_decides(direction, primary, held):
    sides = {"external": side(), "erp": side()} | {held: side("old", FILTERED)}
    found = settled(**sides, primary=primary, direction=direction)
    assert outcome(found) == (FILTERED, direction)


@pytest.mark.parametrize(
    ("external", "erp", "primary", "direction", "becomes"),
    [
        (side(), gone(), STORE, BOTH, (Event.PREPARED, IN)),
        (side(), gone(), STORE, IN, (Event.PREPARED, IN)),
        (gone(), side(), ERP, BOTH, (Event.PREPARED, OUT)),
        (gone(), side(), STORE, BOTH, (Event.DELETED, IN)),
        (gone(), side("new"), STORE, BOTH, (Event.PREPARED, OUT)),
        (gone(), side(), STORE, IN, (Event.DELETED, IN)),
        (gone(), gone(), STORE, BOTH, (Event.DELETED, IN)),
    ],
)
def test_what_a_user_wants_synced_is_created_anew_where_the_secondary_lost_it(
    external, erp, primary, direction, becomes
):
    wanted = standing(Status.PREPARED, forced=True)
    found = settled(external, erp, wanted, primary=primary, direction=direction)
    assert outcome(found) == becomes
    if becomes == (Event.PREPARED, IN):
        assert (found.erp_id, found.erp_key) == (None, None)


def test_what_nobody_wants_back_is_deleted():
    assert outcome(settled(side(), gone())) == (Event.DELETED, IN)
    assert settled(side(), gone(), standing(Status.DELETED)) is None


@pytest.mark.parametrize(
    ("status", "primary", "becomes"),
    [
        (Status.DELETED, STORE, (Event.RESTORED, IN)),
        (Status.DELETED, ERP, (Event.RESTORED, OUT)),
        (Status.PROCESSED, STORE, (Event.PREPARED, IN)),
    ],
)
def test_an_account_entered_again_was_never_equal_so_the_primary_is_carried(status, primary, becomes):
    found = settled(side(), side(), standing(status), primary=primary, erp_id="guid-2", reentered=True)
    assert outcome(found) == becomes
    assert (found.erp_id, found.external_hash, found.erp_hash) == ("guid-2", "", "")
    assert found.mapped.details["conflict"] is False


@pytest.mark.parametrize(
    ("external", "erp", "becomes"),
    [
        ("before", "before", (Event.NOT_NEEDED, OUT)),
        ("after", "before", (Event.PREPARED, IN)),
        ("before", "after", (Event.PREPARED, OUT)),
        ("after", "after", (Event.PREPARED, IN)),
    ],
)
def test_of_a_pair_taken_as_it_was_only_what_was_edited_since_travels(external, erp, becomes):
    mark = found_at(NOW, Seen("before"))
    known = standing(external_hash=mark, erp_hash=mark)
    assert outcome(settled(side("x", seen=Seen(external)), side("y", seen=Seen(erp)), known)) == becomes


@pytest.mark.parametrize(
    ("sent", "status", "direction", "becomes"),
    [
        (IN, Status.FAILED, BOTH, (Event.PREPARED, IN)),
        (OUT, Status.PREPARED, BOTH, (Event.PREPARED, OUT)),
        (IN, Status.PROCESSED, BOTH, (Event.PREPARED, IN)),
        (IN, Status.PREPARED, OUT, (Event.NOT_NEEDED, IN)),
        (OUT, Status.PREPARED, OUT, (Event.PREPARED, OUT)),
        (IN, Status.ABORTED, BOTH, None),
        (None, Status.PREPARED, BOTH, (Event.NOT_NEEDED, IN)),
    ],
)
def test_an_edit_taken_back_goes_once_more_while_nobody_knows_whether_it_arrived(sent, status, direction, becomes):
    lost = Sent(way=sent, said="hash", document={"said": "new"}) if sent else None
    external, erp = side(record={"said": "old"}), side(record={"said": "old"})
    primary = ERP if direction is OUT else STORE
    known = standing(status, sent=lost)
    assert outcome(settled(external, erp, known, primary=primary, direction=direction)) == becomes


@pytest.mark.parametrize(("there", "becomes"), [("old", None), ("edited", (Event.RESTORED, OUT))])
def test_what_arrives_after_its_deletion_in_the_store_comes_back_only_if_somebody_edits_it(there, becomes):
    lost = Sent(way=IN, said="hash", document={"said": "old"})
    known = standing(Status.DELETED, erp_id=None, external_hash=None, erp_hash=None, in_doubt=True, sent=lost)
    assert outcome(settled(gone(), side(there, record={"said": there}), known, primary=ERP)) == becomes
