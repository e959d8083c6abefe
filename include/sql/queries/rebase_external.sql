-- A write of ours changed what the store's side of a pair is: that is no change of the store's.
UPDATE sync_record SET synced_hash = :after
WHERE store = :store AND entity = :entity AND external_id = :external_id AND synced_hash = :before
