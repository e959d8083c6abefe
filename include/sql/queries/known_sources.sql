-- Which of these records are staged?
SELECT source_id FROM source_record
WHERE store = :store AND stream = :stream AND source_id IN :source_ids
