-- Lets mapping look at every source of an entity again.
DELETE FROM mapped_source
WHERE store = :store AND entity = :entity
