-- Drops one sync record.
DELETE FROM sync_record
WHERE store = :store AND entity = :entity AND external_id = :external_id
