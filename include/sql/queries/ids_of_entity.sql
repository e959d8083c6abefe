-- Every sync record of an entity.
SELECT id FROM sync_record
WHERE store = :store AND entity = :entity
