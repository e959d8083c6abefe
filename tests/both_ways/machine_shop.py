"""What shoppers do, at random."""

from __future__ import annotations

from hypothesis.stateful import rule

from tests.both_ways.machine_hands import PLACE, Hands, names, nth, numbers, phones, picks, streets


class Shoppers(Hands):
    """Customers and addresses of the store, entered, edited and deleted."""

    @rule(number=numbers, name=names, street=streets)
    def a_shopper_registers(self, number, name, street):
        email = f"p{number}@example.com"
        if not self.store.customers_with_email(email):
            first, last = name.split()[0], name.split()[-1]
            address = PLACE | {"first_name": first, "last_name": last, "address1": street}
            self.store.add_customer(first, last, email, addresses=[address])

    @rule(pick=picks, company=names)
    def a_shopper_edits(self, pick, company):
        if who := nth(self._shoppers(), pick):
            self.store.edit_customer(who, company=f"{company} & Co")

    @rule(pick=picks, phone=phones)
    def a_shopper_edits_a_phone(self, pick, phone):
        if who := nth(self._shoppers(), pick):
            self.store.edit_customer(who, phone=phone)

    @rule(pick=picks, number=numbers)
    def a_shopper_changes_the_email(self, pick, number):
        who, email = nth(self._shoppers(), pick), f"p{number}@example.com"
        if who and email not in self._emails():
            self.store.edit_customer(who, email=email)

    @rule(pick=picks)
    def a_shopper_is_deleted(self, pick):
        if who := nth(self._shoppers(), pick):
            self.store.delete_customer(who)

    @rule(pick=picks, street=streets)
    def a_shopper_adds_an_address(self, pick, street):
        if who := nth(self._shoppers(), pick):
            self.store.add_address(who, PLACE | {"first_name": "New", "last_name": "Place", "address1": street})

    @rule(pick=picks, street=streets, place=picks)
    def a_shopper_edits_an_address(self, pick, street, place):
        if address := self._address(pick, place):
            self.store.edit_address(address["id"], address1=street, address2="edited")

    @rule(pick=picks, place=picks)
    def a_shopper_deletes_an_address(self, pick, place):
        if address := self._address(pick, place):
            self.store.delete_address(address["id"])

    @rule(pick=picks, place=picks)
    def a_shopper_deletes_an_address_and_enters_it_again(self, pick, place):
        if address := self._address(pick, place):
            self.store.delete_address(address["id"])
            self.carry()
            if address["customer_id"] in self._shoppers():
                self.store.add_address(address["customer_id"], address)
