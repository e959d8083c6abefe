-- Where do the store's records stand now?
SELECT entity, status, COUNT(*) AS records FROM sync_record
WHERE store = :store
GROUP BY entity, status
