-- Where do the pairs stand whose write of unknown outcome was to be the first they knew in the store?
SELECT
    id,
    external_id,
    source_id,
    status,
    held_by,
    erp_id,
    erp_key,
    reference,
    synced_hash,
    erp_hash,
    forced,
    direction,
    mapped_details,
    details,
    sending_since,
    sending_document
FROM sync_record
WHERE
    store = :store
    AND entity = :entity
    AND sending_document IS NOT NULL
    AND status <> :deleted
    AND external_id LIKE :unborn
