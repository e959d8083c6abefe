-- Which other records are linked to this one of the ERP?
SELECT external_id FROM sync_record
WHERE store = :store AND entity = :entity AND erp_id = :erp_id AND external_id <> :external_id
