-- A user's action. A forced record is sent whatever the last synchronisation was; one set as Processed is equal as it is.
UPDATE sync_record SET
    status = :status,
    held_by = :held_by,
    last_operation = :operation,
    last_error = NULL,
    attempt_count = 0,
    forced = :forced,
    synced_hash = CASE
        WHEN NOT :forget THEN synced_hash
        WHEN direction = 'Import' THEN COALESCE(document_hash, :external_found)
        ELSE :external_found
    END,
    erp_hash = CASE
        WHEN NOT :forget THEN erp_hash
        WHEN direction = 'Export' THEN COALESCE(document_hash, :erp_found)
        ELSE :erp_found
    END,
    document = CASE WHEN :forget THEN NULL ELSE document END,
    document_hash = CASE WHEN :forget THEN NULL ELSE document_hash END,
    outcome_hash = NULL,
    last_attempt_at = :now,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id
