-- A user says which two records are one; not while somebody is loading the record.
INSERT INTO sync_record (
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, attempt_count, mapped_details, details,
    forced, synced_hash, erp_hash, run_id, created_at, updated_at
) VALUES (
    :store, :entity, :external_id, :source_id, :erp_id, :erp_key, :status, :operation, 0, '{}', :details,
    :forced, :external_found, :erp_found, :run_id, :now, :now
)
ON CONFLICT (store, entity, external_id) DO UPDATE SET
    erp_id = excluded.erp_id,
    erp_key = excluded.erp_key,
    status = excluded.status,
    held_by = NULL,
    last_operation = excluded.last_operation,
    last_error = NULL,
    attempt_count = 0,
    synced_hash = excluded.synced_hash,
    erp_hash = excluded.erp_hash,
    document = NULL,
    document_hash = NULL,
    outcome_hash = NULL,
    mapped_details = CASE
        WHEN sync_record.erp_id = excluded.erp_id THEN sync_record.mapped_details ELSE excluded.mapped_details
    END,
    details = excluded.details,
    forced = excluded.forced,
    run_id = excluded.run_id,
    updated_at = excluded.updated_at
WHERE sync_record.claim_owner IS NULL OR sync_record.lease_until <= excluded.updated_at
RETURNING id
