"""What can be wrong with the ERP's features, the customers' class and guest, and the numbers of customers."""

from __future__ import annotations

from tests.checklist.breaking import FEATURES, broken, turned


def two_segments(template):
    def by(bench):
        bench.switch(customer_key="two-segments", customer_numbers="000000")
        bench.set("customers.customer_numbering_template", template)

    return by


ACCOUNTS = [
    # features
    broken("features.retail_commerce", turned("CommerceIntegration"), "Retail Commerce is off", FEATURES),
    broken(
        "features.bigcommerce_connector", turned("BigCommerceIntegration"), "BigCommerce Connector is off", FEATURES
    ),
    broken(
        "features.business_account_locations",
        lambda b: b.switch(locations_feature=False),
        "Customer Locations (AR303020) cannot be opened",
        FEATURES,
    ),
    broken("features.subitems", turned("SubItem"), "Inventory Subitems is on", FEATURES),
    broken(
        "features.multicurrency",
        turned("Multicurrency"),
        "Multicurrency Accounting is off",
        FEATURES,
        waits="customers.class_currency|customers.guest_currency",
    ),
    broken("features.inventory", turned("Inventory"), "Inventory is off", FEATURES),
    broken("features.custom_order_types", turned("UserDefinedOrderTypes"), "Custom Order Types is off", FEATURES),
    broken("features.volume_pricing", turned("SupportBreakQty"), "Volume Pricing is off", FEATURES),
    broken("features.scheduled_processing", turned("ScheduleModule"), "Scheduled Processing is off", FEATURES),
    broken(
        "features.customer_discounts",
        lambda b: (b.row("orders", show_discounts_as="Document Discounts"), b.switch(customer_discounts_feature=False)),
        "Customer Discounts is off",
        FEATURES,
    ),
    broken("features.net_gross", turned("NetGrossEntryMode"), "Net/Gross Entry Mode is off", FEATURES),
    # customers
    broken(
        "customers.class",
        lambda b: b.lose("CustomerClass", "ECOMMERCE"),
        "There is no customer class ECOMMERCE. There are: DEFAULT.",
        "Customer Classes (AR201000)",
        waits="customers.class_currency",
    ),
    broken(
        "customers.class_currency",
        lambda b: b.change("CustomerClass", "ECOMMERCE", EnableCurrencyOverride=False),
        "Documents of class ECOMMERCE may not be in another currency than AUD",
        "Customer Classes (AR201000)",
    ),
    broken(
        "customers.guest",
        lambda b: b.lose("Customer", "ECGUEST"),
        "There is no customer ECGUEST for guest orders",
        "Customers (AR303000)",
        waits="customers.guest_currency",
    ),
    broken(
        "customers.guest",
        lambda b: b.change("Customer", "ECGUEST", Status="Inactive"),
        "ECGUEST is Inactive",
        "Customers (AR303000)",
        waits="customers.guest_currency",
    ),
    broken(
        "customers.guest_currency",
        lambda b: b.change("Customer", "ECGUEST", EnableCurrencyOverride=False),
        "Documents of customer ECGUEST may not be in another currency",
        "Customers (AR303000)",
    ),
    broken(
        "settings.customer_class",
        lambda b: b.set("customers.customer_class", ""),
        "Customer Class is empty (customers.customer_class)",
        "customers.customer_class",
        waits="customers.class|customers.class_currency",
    ),
    broken(
        "settings.generic_guest_customer",
        lambda b: b.set("customers.generic_guest_customer", ""),
        "Generic Guest Customer is empty",
        "customers.generic_guest_customer",
        waits="customers.guest|customers.guest_currency",
    ),
    # numbering
    broken(
        "numbering.customer_sequence",
        lambda b: b.switch(missing_rows="Numbering/ECCUSTOMER"),
        "There is no numbering sequence ECCUSTOMER",
        "Numbering Sequences (CS201010)",
        waits="numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_sequence",
        lambda b: b.switch(missing_rows="Numbering/ECLOCATION"),
        "There is no numbering sequence ECLOCATION",
        "Numbering Sequences (CS201010)",
        waits="numbering.location_key|numbering.location_length|numbering.location_template",
    ),
    broken(
        "numbering.customer_sequence",
        lambda b: b.switch(customer_numbering="manual"),
        "is set to manual numbering",
        "Numbering Sequences (CS201010)",
        waits="numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.customer_key",
        lambda b: b.set("customers.customer_numbering", "SOORDER"),
        "is numbered by ECCUSTOMER, the settings name SOORDER",
        "Segmented Keys (CS202000)",
        waits="numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_key",
        lambda b: b.set("customers.location_numbering", "SOORDER"),
        "is numbered by ECLOCATION, the settings name SOORDER",
        "Segmented Keys (CS202000)",
        waits="numbering.location_length|numbering.location_template",
    ),
    broken(
        "numbering.location_template",
        lambda b: b.set("customers.location_numbering_template", "LOC-####"),
        "LOC-####",
        "Clear customers.location_numbering_template",
    ),
    broken(
        "numbering.customer_length",
        lambda b: b.switch(customer_numbers="C0000000000"),
        "are 11 characters long, the",
        "Numbering Sequences (CS201010)",
    ),
    broken(
        "numbering.location_length",
        lambda b: b.switch(location_numbers="LOC00000000"),
        "are 11 characters long",
        "Numbering Sequences (CS201010)",
    ),
    broken(
        "numbering.customer_template",
        two_segments(""),
        "has 2 segments, but no template says how to fill them",
        "customers.customer_numbering_template",
    ),
    broken(
        "numbering.customer_template",
        two_segments("ECUS-####"),
        "has not the shape of the key, which is ____-######",
        "customers.customer_numbering_template",
    ),
    broken(
        "numbering.customer_template",
        two_segments("ECUSX-#####"),
        "has not the shape of the key",
        "customers.customer_numbering_template",
    ),
    broken(
        "numbering.customer_box",
        lambda b: b.set("customers.customer_numbering", ""),
        "customers.customer_numbering is empty",
        "Numbering Sequences (CS201010)",
        waits="numbering.customer_sequence|numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_box",
        lambda b: b.set("customers.location_numbering", ""),
        "customers.location_numbering is empty",
        "Numbering Sequences (CS201010)",
        waits="numbering.location_sequence|numbering.location_key|numbering.location_length|numbering.location_template",
    ),
]
