"""A user's action on sync records, from the Params of the actions DAG (docs/both-ways.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.base import StoreOperator
from bc_myob.operators.then_sync import SYNC_CONF, conf_for

if TYPE_CHECKING:
    from bc_myob.history.actions import Actions

ACTIONS: Final = (
    "Sync",
    "Set as Prepared",
    "Set as Processed",
    "Skip",
    "Delete",
    "Add or Edit Link",
    "Clear Sync Data",
)
PARAM_NAMES: Final = (
    *("action", "entity", "records", "erp_id", "erp_key", "need_to_sync", "confirmation", "user", "then_sync"),
)


class ActOperator(StoreOperator):
    """Does one action on the records named; gives what became of each. All or nothing per record, in order."""

    template_fields = ()

    def execute(self, context: Any) -> dict[str, str]:
        """Give the status each record has now, by the name it was called."""
        from bc_myob.history.actions import Actions  # noqa: PLC0415

        params, dag_run = context["params"], context["dag_run"]
        unknown = sorted(set(dag_run.conf or {}) - set(PARAM_NAMES))
        if unknown:
            raise ConfigurationError(f"{', '.join(unknown)}: no such Param. Known are {', '.join(PARAM_NAMES)}.")
        user = params["user"] or getattr(dag_run, "triggering_user_name", None) or "unknown"
        engine = self.history(self.settings())
        actions = Actions(engine, self.store, user=str(user), run_id=dag_run.run_id, dag_id=self.dag_id)
        # asked before the action, which may delete the very record
        context["ti"].xcom_push(key=SYNC_CONF, value=conf_for(Entity(params["entity"]), _external_ids(actions, params)))
        done = act(actions, params)
        self.log.info("%s by %s: %s", params["action"], user, done)
        return done


def _external_ids(actions: Actions, params: Mapping[str, Any]) -> list[str]:
    entity, names = Entity(params["entity"]), [str(one) for one in params["records"]]
    return [actions.external_id(actions.pick(entity, name)) or name for name in names]


def act(actions: Actions, params: Mapping[str, Any]) -> dict[str, str]:
    """Do the action that the Params describe. ConfigurationError says what they lack."""
    entity = Entity(params["entity"])
    if params["action"] == "Clear Sync Data":
        return {entity.value: f"{actions.clear(entity, params['confirmation'])} records deleted"}
    named = [str(one) for one in params["records"]]
    if not named:
        raise ConfigurationError("Name the records by External ID, or by their key in MYOB Advanced.")
    if params["action"] == "Add or Edit Link":
        return _link(actions, entity, named, params)
    return {name: _on_one(actions, params["action"], entity, name) for name in named}


def _on_one(actions: Actions, action: str, entity: Entity, name: str) -> str:
    pick = actions.pick(entity, name)
    if action == "Delete":
        actions.delete(pick)
        return "deleted"
    moves = {
        "Sync": actions.sync,
        "Set as Prepared": actions.set_as_prepared,
        "Set as Processed": actions.set_as_processed,
        "Skip": actions.skip,
    }
    return moves[action](pick).value


def _link(actions: Actions, entity: Entity, named: list[str], params: Mapping[str, Any]) -> dict[str, str]:
    if len(named) != 1 or not params["erp_id"] or not params["erp_key"]:
        raise ConfigurationError("A link needs one External ID (records), erp_id and erp_key.")
    actions.link(entity, named[0], params["erp_id"], params["erp_key"], need_to_sync=bool(params["need_to_sync"]))
    return {named[0]: f"linked to {params['erp_key']}"}
