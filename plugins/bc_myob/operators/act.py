"""A user's action on sync records, from the Params of the actions DAG (docs/both-ways.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from airflow.providers.standard.operators.branch import BaseBranchOperator

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.base import ErpOperator, StoreOperator
from bc_myob.operators.both_there import ensure_both_there
from bc_myob.operators.params import refuse_unknown
from bc_myob.operators.then_sync import ACT_TASKS, SYNC_CONF, conf_for

if TYPE_CHECKING:
    from bc_myob.history.actions import Actions, Pick
    from bc_myob.store.settings import StoreSettings

LINK: Final = "Add or Edit Link"
ACTIONS: Final = (
    "Sync",
    "Set as Prepared",
    "Set as Processed",
    "Skip",
    "Delete",
    LINK,
    "Clear Sync Data",
)
PARAM_NAMES: Final = (
    *("action", "entity", "records", "erp_id", "erp_key", "need_to_sync", "confirmation", "user", "then_sync"),
)


class ChooseOperator(BaseBranchOperator):
    """Lets a link be the task that asks the ERP, and every other action the one that waits for none of its seats."""

    def choose_branch(self, context: Any) -> str:
        """Give the task that does the action."""
        plain, link = ACT_TASKS
        return link if context["params"]["action"] == LINK else plain


class ActOperator(StoreOperator):
    """Does one action on the records named; gives what became of each. A wrong name stops it before the first."""

    template_fields = ()

    def execute(self, context: Any) -> dict[str, str]:
        """Give the status each record has now, by the name it was called."""
        from bc_myob.history.actions import Actions  # noqa: PLC0415

        params, dag_run = context["params"], context["dag_run"]
        refuse_unknown(dag_run.conf or {}, PARAM_NAMES)
        settings, user = self.settings(), who(params["user"], getattr(dag_run, "triggering_user_name", None))
        actions = Actions(
            self.history(settings),
            self.store,
            user=user,
            run_id=dag_run.run_id,
            dag_id=self.dag_id,
            guest=settings.customers.generic_guest_customer,
        )
        # asked before the action, which may delete the very record
        context["ti"].xcom_push(key=SYNC_CONF, value=conf_for(Entity(params["entity"]), _external_ids(actions, params)))
        done = act(actions, params, self.told(settings, params))
        self.log.info("%s by %s: %s", params["action"], user, done)
        return done

    def told(self, settings: StoreSettings, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what the ERP has to say to the action: nothing, unless it is a link."""
        del settings, params
        return {}


class LinkOperator(ErpOperator, ActOperator):
    """Adds or edits a link, once both systems have said that they have its records."""

    def told(self, settings: StoreSettings, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what the ERP's record says to those that depend on it; ConfigurationError where one is not there."""
        from bc_myob.history.linking import ensure_linkable  # noqa: PLC0415

        entity, named = Entity(params["entity"]), [str(one).strip() for one in params["records"]]
        erp_id, erp_key = _ids_of_link(named, params)
        ensure_linkable(entity, named[0], erp_id)
        return ensure_both_there(settings, self.erp(settings), entity, named[0], erp_id=erp_id, erp_key=erp_key)


def who(given: str, starter: str | None) -> str:
    """Give who did it: who started the run, and the name that was given where that is another's."""
    if not starter or given in {"", starter}:
        return given or starter or "unknown"
    return f"{given} (run started by {starter})"


def _external_ids(actions: Actions, params: Mapping[str, Any]) -> list[str]:
    entity, names = Entity(params["entity"]), [str(one) for one in params["records"]]
    return [actions.external_id(actions.pick(entity, name)) or name for name in names]


def act(actions: Actions, params: Mapping[str, Any], told: Mapping[str, Any] = MappingProxyType({})) -> dict[str, str]:
    """Do the action that the Params describe. ConfigurationError says what they lack.

    `told`: what the ERP's record says that is to be linked.
    """
    entity = Entity(params["entity"])
    if params["action"] == "Clear Sync Data":
        cleared = actions.clear(entity, params["confirmation"])
        left = f", {cleared.left} left: they are being loaded right now" if cleared.left else ""
        return {entity.value: f"{cleared.deleted} records deleted{left}"}
    named = [str(one) for one in params["records"]]
    if not named:
        raise ConfigurationError("Name the records by External ID, or by their key in MYOB Advanced.")
    if params["action"] == LINK:
        return _link(actions, entity, named, params, told)
    action, picks = params["action"], {name: actions.pick(entity, name) for name in named}
    for pick in picks.values():
        actions.ensure(pick, has_both_ids=action == "Set as Processed")
    return {name: _on_one(actions, action, pick) for name, pick in picks.items()}


def _on_one(actions: Actions, action: str, pick: Pick) -> str:
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


def _link(
    actions: Actions, entity: Entity, named: list[str], params: Mapping[str, Any], told: Mapping[str, Any]
) -> dict[str, str]:
    erp_id, erp_key = _ids_of_link(named, params)
    actions.link(entity, named[0], erp_id, erp_key, need_to_sync=bool(params["need_to_sync"]), told=told)
    return {named[0]: f"linked to {erp_key}"}


def _ids_of_link(named: list[str], params: Mapping[str, Any]) -> tuple[str, str]:
    if len(named) != 1 or not params["erp_id"] or not params["erp_key"]:
        raise ConfigurationError("A link needs one External ID (records), erp_id and erp_key.")
    return str(params["erp_id"]).strip(), str(params["erp_key"]).strip()
