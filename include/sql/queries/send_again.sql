-- Somebody else has changed what these records made of the ERP's: no document is the one that is there.
UPDATE sync_record SET synced_hash = '', updated_at = :at
WHERE store = :store AND entity = :entity AND erp_id IN :erp_ids AND synced_hash IS NOT NULL
