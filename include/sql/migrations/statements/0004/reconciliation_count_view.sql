-- How the books added up in every run of the reconciliation, for people and BI: columns are only ever added.
CREATE VIEW reconciliation_count_view AS
SELECT
    store,
    run_id,
    at,
    position,
    window_start,
    window_end,
    entity,
    currency,
    in_store,
    in_history,
    in_erp,
    compared,
    open,
    left_out,
    expected,
    booked
FROM reconciliation_count
