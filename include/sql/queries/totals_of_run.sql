-- Where did this run leave its records?
SELECT h.entity, h.status, COUNT(*) AS records
FROM sync_history AS h
WHERE h.id IN (
    SELECT MAX(id) FROM sync_history
    WHERE store = :store AND run_id = :run_id
    GROUP BY entity, external_id
)
GROUP BY h.entity, h.status
