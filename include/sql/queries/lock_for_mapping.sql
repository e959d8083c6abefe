-- Where do these records stand? An UPDATE that changes nothing, because it locks the rows in words both databases know.
UPDATE sync_record SET updated_at = updated_at
WHERE store = :store AND entity = :entity AND external_id IN :external_ids
RETURNING
    external_id,
    status,
    held_by,
    erp_id,
    erp_key,
    last_operation,
    last_error,
    attempt_count,
    last_attempt_at,
    reference,
    document_hash,
    synced_hash,
    outcome_hash,
    mapped_details,
    details,
    claim_owner,
    sending_since,
    run_id,
    forced
