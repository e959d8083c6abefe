-- Which items of the ERP are behind these SKUs?
SELECT sku, inventory_id FROM erp_item
WHERE store = :store AND sku IN :skus
