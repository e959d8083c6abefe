-- The other side has a part of the record. What it holds now equals no document, so nothing may count as unchanged.
UPDATE sync_record SET
    erp_id = :erp_id,
    erp_key = :erp_key,
    details = :details,
    synced_hash = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
