-- A record set as Processed by a user is equal as it is found: from here on this is what it last was.
UPDATE sync_record SET synced_hash = :found
WHERE store = :store AND entity = :entity AND external_id = :external_id AND synced_hash = :as_found
