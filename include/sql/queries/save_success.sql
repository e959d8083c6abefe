-- The other side has the record. A newer document, or a status that mapping or a user gave meanwhile, stays.
UPDATE sync_record SET
    status = CASE WHEN status IN :ready AND document_hash = :document_hash THEN :processed ELSE status END,
    last_operation = CASE WHEN status IN :ready AND NOT :no_news THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN :note ELSE last_error END,
    document = CASE WHEN document_hash = :document_hash THEN NULL ELSE document END,
    document_hash = CASE WHEN document_hash = :document_hash THEN NULL ELSE document_hash END,
    synced_hash = :document_hash,
    erp_hash = CASE WHEN :processed = 'Deleted' THEN erp_hash ELSE :erp_hash END,
    forced = FALSE,
    erp_id = :erp_id,
    erp_key = :erp_key,
    details = :details,
    attempt_count = 0,
    last_attempt_at = CASE WHEN :no_news THEN last_attempt_at ELSE :now END,
    claim_owner = NULL,
    lease_until = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    run_id = CASE WHEN :no_news THEN run_id ELSE :run_id END,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
