-- Which customers did these DAGs write to the ERP last, and when?
SELECT erp_key, last_attempt_at
FROM sync_record
WHERE
    store = :store
    AND entity = :entity
    AND status = :status
    AND last_operation IN :operations
    AND erp_key IS NOT NULL
    AND last_attempt_at IS NOT NULL
ORDER BY last_attempt_at DESC
LIMIT 3
