-- Which items of the ERP are behind these SKUs, as far as that was asked lately?
SELECT sku, inventory_id FROM erp_item
WHERE store = :store AND sku IN :skus AND found_at >= :since
