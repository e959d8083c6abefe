-- Lets a record be brought anew whose counterpart the ERP has lost; not while somebody is loading it.
UPDATE sync_record SET
    erp_id = NULL,
    erp_key = NULL,
    details = '{}',
    synced_hash = NULL,
    erp_hash = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    claim_owner = NULL,
    claim_version = claim_version + 1,
    updated_at = :at
WHERE store = :store
    AND entity = :entity
    AND external_id = :external_id
    AND status = :processed
    AND (claim_owner IS NULL OR lease_until <= :at)
