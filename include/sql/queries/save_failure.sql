-- The other side refused the record; an earlier try of unknown outcome stays one. Attempts run out only for a document that no newer one has replaced.
UPDATE sync_record SET
    status = CASE
        WHEN status NOT IN :ready THEN status
        WHEN attempt_count + 1 >= :max_failed_attempts AND document_hash = :document_hash THEN :aborted
        ELSE :failed
    END,
    last_operation = CASE WHEN status IN :ready THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN :error ELSE last_error END,
    attempt_count = CASE WHEN status IN :ready THEN attempt_count + 1 ELSE attempt_count END,
    last_attempt_at = :now,
    claim_owner = NULL,
    lease_until = NULL,
    sending_since = CASE WHEN :still_unknown THEN sending_since END,
    sending_hash = CASE WHEN :still_unknown THEN sending_hash END,
    sending_document = CASE WHEN :still_unknown THEN sending_document END,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
