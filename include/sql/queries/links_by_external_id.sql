-- What does Sync History know of the records with these external ids?
SELECT
    external_id,
    source_id,
    status,
    erp_id,
    erp_key,
    last_error,
    (synced_hash IS NOT NULL OR erp_hash IS NOT NULL) AS synchronised,
    (sending_since IS NOT NULL) AS in_doubt,
    mapped_details,
    details
FROM sync_record
WHERE store = :store AND entity = :entity AND external_id IN :ids
