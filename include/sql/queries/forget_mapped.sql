-- Lets mapping look at these sources again.
DELETE FROM mapped_source
WHERE store = :store AND entity = :entity AND source_id IN :source_ids
