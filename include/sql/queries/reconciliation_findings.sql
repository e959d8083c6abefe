-- What did a run of the reconciliation find?
SELECT
    entity, external_id, erp_key, kind, weight, says, what_to_do, currency, store_amount, erp_amount, prepared
FROM reconciliation_finding
WHERE store = :store AND run_id = :run_id
ORDER BY position
