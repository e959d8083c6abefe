-- Keeps what an item look-up found.
INSERT INTO erp_item (store, sku, inventory_id, found_at)
VALUES (:store, :sku, :inventory_id, :at)
ON CONFLICT (store, sku) DO UPDATE SET inventory_id = excluded.inventory_id, found_at = excluded.found_at
