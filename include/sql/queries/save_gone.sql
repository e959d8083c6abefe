-- One side does not have the record any more.
UPDATE sync_record SET
    status = CASE WHEN status IN :ready THEN :deleted ELSE status END,
    last_operation = CASE WHEN status IN :ready THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN :error ELSE last_error END,
    mapped_details = CASE WHEN status IN :ready THEN :mapped_details ELSE mapped_details END,
    document = NULL,
    document_hash = NULL,
    forced = FALSE,
    last_attempt_at = :now,
    claim_owner = NULL,
    lease_until = NULL,
    sending_since = NULL,
    sending_hash = NULL,
    sending_document = NULL,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
