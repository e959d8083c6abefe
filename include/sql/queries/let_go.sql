-- The ERP does not have the counterpart any more: whoever holds the claim brings the record anew.
UPDATE sync_record SET
    erp_id = NULL,
    erp_key = NULL,
    details = '{}',
    synced_hash = NULL,
    erp_hash = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
