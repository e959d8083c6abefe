-- Which other records are linked to this one of the ERP?
SELECT id, entity, external_id, erp_key, status, last_error FROM sync_record
WHERE store = :store AND entity = :entity AND erp_id = :erp_id AND external_id <> :external_id
