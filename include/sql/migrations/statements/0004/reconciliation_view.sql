-- What every run of the reconciliation found, for people and BI: columns are only ever added.
CREATE VIEW reconciliation_view AS
SELECT
    store,
    run_id,
    at,
    position,
    entity,
    external_id,
    erp_key,
    kind,
    weight,
    currency,
    store_amount,
    erp_amount,
    says,
    what_to_do,
    prepared
FROM reconciliation_finding
