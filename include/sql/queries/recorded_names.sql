-- Every record of an entity by name, for weighing look-ups.
SELECT external_id, source_id FROM sync_record
WHERE store = :store AND entity = :entity
