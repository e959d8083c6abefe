-- A write of ours changed what the ERP's side of a pair is: that is no change of the ERP's.
UPDATE sync_record SET erp_hash = :after
WHERE store = :store AND entity = :entity AND external_id = :external_id AND erp_hash = :before
