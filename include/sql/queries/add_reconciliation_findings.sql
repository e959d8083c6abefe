-- Writes what a run of the reconciliation found.
INSERT INTO reconciliation_finding (
    store, run_id, position, dag_id, at, entity, external_id, erp_key, kind, weight, says, what_to_do, currency,
    store_amount, erp_amount, prepared
) VALUES (
    :store, :run_id, :position, :dag_id, :at, :entity, :external_id, :erp_key, :kind, :weight, :says, :what_to_do,
    :currency, :store_amount, :erp_amount, :prepared
)
