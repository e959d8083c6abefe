"""Mia O'Brien of Sydney, who buys in many tests, and where she lives and works."""

from sandbox.shop.places import Address

HOME = Address(
    first_name="Mia",
    last_name="O'Brien",
    street_1="12 Kent Street",
    city="Sydney",
    state="New South Wales",
    zip="2000",
    country_iso2="AU",
    phone="02 9000 0001",
)
WAREHOUSE = Address(
    first_name="Mia",
    last_name="O'Brien",
    company="O'Brien Teas",
    street_1="7 Dock Road",
    city="Fremantle",
    state="Western Australia",
    zip="6160",
    country_iso2="AU",
    phone="08 9000 0002",
)
