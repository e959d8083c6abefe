-- The store has the record. A newer document, or a status that mapping or a user gave meanwhile, stays.
UPDATE sync_record SET
    external_id = :external_id,
    source_id = :source_id,
    reference = :reference,
    status = CASE WHEN status IN :ready AND document_hash = :document_hash THEN :processed ELSE status END,
    last_operation = CASE WHEN status IN :ready THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN NULL ELSE last_error END,
    document = CASE WHEN document_hash = :document_hash THEN NULL ELSE document END,
    document_hash = CASE WHEN document_hash = :document_hash THEN NULL ELSE document_hash END,
    synced_hash = :external_hash,
    erp_hash = :document_hash,
    forced = FALSE,
    mapped_details = :mapped_details,
    attempt_count = 0,
    last_attempt_at = :now,
    claim_owner = NULL,
    lease_until = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
