"""What clients of the ERP send, and short ways to send it."""

from __future__ import annotations

import httpx

from sandbox.shop import catalogue

SIGN_IN = {"name": catalogue.ERP_USER, "password": catalogue.ERP_PASSWORD, "tenant": catalogue.TENANT}
ROOT = "/entity/Default/24.200.001"


def new_client(url):
    """Return a client without a session; TLS is not set up, which takes longer than most tests."""
    return httpx.Client(base_url=url, timeout=10, verify=False)


def wrapped(**fields):
    """Return fields in the API's form: values wrapped, nested entities as they are."""
    return {name: value if isinstance(value, (dict, list)) else {"value": value} for name, value in fields.items()}


ADDRESS = wrapped(AddressLine1="1 Wharf Road", City="Balmain", State="NSW", PostalCode="2041", Country="AU")
CUSTOMER = wrapped(
    CustomerName="Ann Lee",
    CustomerClass=catalogue.CUSTOMER_CLASS,
    AccountRef="17-Harbour",
    MainContact=wrapped(Email="ann@example.com", Phone1="0400 000 000", Address=ADDRESS),
)


def line(item="HONEY-LW-500", quantity=2, price="16.8182", **fields):
    return wrapped(InventoryID=item, OrderQty=quantity, UnitPrice=price, ManualPrice=True, **fields)


def order(customer, *lines, **fields):
    own = {"OrderType": "EO", "CustomerID": customer, "ExternalRef": "1001-Harbour", "Hold": False}
    return wrapped(**(own | fields), Details=list(lines) or [line()])


def prepayment(customer, number=None, amount=37, **fields):
    own = {
        "Type": "Prepayment",
        "CustomerID": customer,
        "PaymentMethod": "ONLINE",
        "CashAccount": "10250AU",
        "PaymentAmount": amount,
        "PaymentRef": "ch_1",
        "ExternalRef": "1001:5001",
        "Hold": False,
    }
    applied = [wrapped(OrderType="EO", OrderNbr=number, AppliedToOrder=amount)] if number else []
    return wrapped(**(own | fields), OrdersToApply=applied)


class ErpApi:
    """A signed-in client that speaks of entities."""

    def __init__(self, client, root=ROOT):
        self.client, self.root = client, root

    def version(self, number):
        return ErpApi(self.client, f"/entity/Default/{number}")

    def put(self, entity, body, *, headers=None, **options):
        params = {f"${name}": value for name, value in options.items()}
        return self.client.put(f"{self.root}/{entity}", json=body, params=params, headers=headers)

    def saved(self, entity, body, **options):
        reply = self.put(entity, body, **options)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def get(self, path, **options):
        return self.client.get(f"{self.root}/{path}", params={f"${name}": value for name, value in options.items()})

    def found(self, entity, **options):
        reply = self.get(entity, **options)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def act(self, entity, action, **keys):
        return self.client.post(f"{self.root}/{entity}/{action}", json={"entity": wrapped(**keys)})

    def refused(self, entity, body, **options):
        """Return the complaints of a refused PUT: {"Details.0.OrderQty": "Incorrect value. ..."}."""
        reply = self.put(entity, body, **options)
        assert reply.status_code == 422, (reply.status_code, reply.text)
        return complaints(reply.json())


def complaints(tree, path=""):
    found = {path: tree["error"]} if path and "error" in tree else {}
    for name, value in tree.items():
        if isinstance(value, dict):
            found |= complaints(value, f"{path}{name}" if not path else f"{path}.{name}")
        elif isinstance(value, list):
            for index, row in enumerate(value):
                found |= complaints(row, f"{path and path + '.'}{name}.{index}")
    return found
