-- Where do the pairs with these ids stand?
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
WHERE store = :store AND entity = :entity AND erp_id IN :ids
