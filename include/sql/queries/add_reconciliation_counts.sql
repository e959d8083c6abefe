-- Writes how the books added up in a run of the reconciliation.
INSERT INTO reconciliation_count (
    store, run_id, position, dag_id, at, window_start, window_end, entity, currency, in_store, in_history, in_erp,
    compared, open, left_out, expected, booked
) VALUES (
    :store, :run_id, :position, :dag_id, :at, :window_start, :window_end, :entity, :currency, :in_store, :in_history,
    :in_erp, :compared, :open, :left_out, :expected, :booked
)
