-- Takes a batch's records: free ones, the owner's own, and those whose lease has run out. The version fences others off.
UPDATE sync_record SET
    claim_owner = :owner,
    claim_version = claim_version + 1,
    lease_until = :lease_until,
    updated_at = :now
WHERE store = :store
    AND batch_id = :batch_id
    AND status IN :ready
    AND document IS NOT NULL
    AND (claim_owner IS NULL OR claim_owner = :owner OR lease_until <= :now)
RETURNING
    id,
    entity,
    external_id,
    source_id,
    erp_id,
    erp_key,
    status,
    reference,
    document,
    document_hash,
    mapped_details,
    details,
    attempt_count,
    claim_owner,
    claim_version,
    lease_until,
    sending_since,
    sending_hash,
    sending_document,
    direction,
    forced
