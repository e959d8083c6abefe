"""An order's totals: lines, document discounts, freight and tax (section 6, SalesOrder)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.checks import check_not_negative, not_found
from sandbox.erp.records import Record, new_id
from sandbox.erp.trees import Values

EXTERNAL_ZONE = "ECEXTERNAL"
ZERO = Decimal(0)


def work_out(draft: Draft, desk: Desk) -> None:
    """Compute the totals; what a client sent for them is ignored."""
    lines, currency = draft.rows("Details"), str(draft["CurrencyID"])
    totals = draft.linked("Totals")
    freight = _freight(draft, desk, currency)
    discount = _discount(draft, desk)
    goods = sum((_amount(line) for line in lines if line.get("LineType") != "Misc. Charge"), ZERO)
    services = sum((_amount(line) for line in lines if line.get("LineType") == "Misc. Charge"), ZERO)
    tax = _tax(draft, desk, currency, discount)
    total = goods + services + freight - discount + (ZERO if tax.inclusive else tax.amount)
    totals.update(
        LineTotalAmount=goods,
        MiscTotalAmount=services,
        DiscountTotal=discount,
        Freight=freight,
        TaxTotal=tax.amount,
        UnbilledQty=sum((Decimal(line.get("OrderQty") or 0) for line in lines), ZERO),
        UnbilledAmount=total - draft.amount("_billed"),
    )
    draft["OrderedQty"] = totals["UnbilledQty"]
    draft["OrderTotal"], draft["TaxTotal"] = total, tax.amount
    draft["VATTaxableTotal"] = sum((Decimal(row.get("TaxableAmount") or 0) for row in draft.rows("TaxDetails")), ZERO)
    net = total - tax.amount
    draft["VATExemptTotal"] = max(net - draft["VATTaxableTotal"], ZERO)


def _amount(line: Values) -> Decimal:
    return Decimal(line.get("Amount") or 0)


def _freight(draft: Draft, desk: Desk, currency: str) -> Decimal:
    totals, shipping = draft.linked("Totals"), draft.linked("ShippingSettings")
    if "FreightPrice" in draft.sent.get("ShippingSettings", {}) and shipping.get("OverrideFreightPrice"):
        totals.update(Freight=shipping["FreightPrice"], OverrideFreightAmount=True)
    check_not_negative(totals, ("Freight",), draft.errors, "Totals")
    freight = desk.money(Decimal(totals.get("Freight") or 0), currency) if totals.get("OverrideFreightAmount") else ZERO
    category = totals.get("FreightTaxCategory") or shipping.get("FreightTaxCategory")
    if category and not desk.books.find("TaxCategory", category):
        draft.errors.add(not_found("FreightTaxCategory"), "Totals", "FreightTaxCategory")
    totals["FreightTaxCategory"] = shipping["FreightTaxCategory"] = category
    shipping.update(FreightPrice=freight, OverrideFreightPrice=bool(totals.get("OverrideFreightAmount")))
    return freight


def _discount(draft: Draft, desk: Desk) -> Decimal:
    rows = draft.rows("DiscountDetails")
    if not desk.switches["customer_discounts_feature"]:
        rows.clear()
    for index, row in enumerate(rows):
        row.setdefault("Type", "External Document")
        check_not_negative(row, ("DiscountAmount",), draft.errors, "DiscountDetails", index)
        if row.get("DiscountCode") is not None or row["Type"] in ("Line", "Group"):
            draft.errors.add(not_found("DiscountCode"), "DiscountDetails", index, "DiscountCode")
    return sum((Decimal(row.get("DiscountAmount") or 0) for row in rows), ZERO)


@dataclass(frozen=True, slots=True)
class _Tax:
    amount: Decimal
    inclusive: bool


def _tax(draft: Draft, desk: Desk, currency: str, discount: Decimal) -> _Tax:
    inclusive = draft["TaxCalcMode"] == "Gross"
    zone = draft.linked("FinancialSettings").get("CustomerTaxZone")
    if _keeps_rows(draft, desk, zone):
        for index, row in enumerate(draft.rows("TaxDetails")):
            if not desk.books.find("Tax", row.get("TaxID")):
                draft.errors.add(not_found("TaxID"), "TaxDetails", index, "TaxID")
    else:
        draft["TaxDetails"] = list(_computed(draft, desk, currency, discount, zone))
    for number, row in enumerate(draft.rows("TaxDetails"), start=1):
        row.update(RecordID=number, LineNbr=number, CustomerTaxZone=zone)
    amount = sum((Decimal(row.get("TaxAmount") or 0) for row in draft.rows("TaxDetails")), ZERO)
    return _Tax(desk.money(amount, currency), inclusive)


def _keeps_rows(draft: Draft, desk: Desk, zone: str | None) -> bool:
    """Tell whether the client's tax rows stand: import flag set, or automatic calculation off."""
    if draft["DisableAutomaticTaxCalculation"]:
        return True
    external = zone == EXTERNAL_ZONE
    return bool(draft["IsTaxValid"]) and (external or desk.switches["imported_taxes"] == "any-zone")


def _computed(draft: Draft, desk: Desk, currency: str, discount: Decimal, zone: str | None) -> Iterator[Values]:
    record = desk.books.find("TaxZone", zone)
    old = {row.get("TaxID"): row["id"] for row in draft.rows("TaxDetails")}
    for applicable in (record["ApplicableTaxes"] or []) if record else []:
        tax = desk.books.find("Tax", applicable["TaxID"])
        if tax is not None:
            row = _row(draft, desk, currency, discount, tax)
            yield row | {"id": old.get(tax["TaxID"]) or new_id()}


def _row(draft: Draft, desk: Desk, currency: str, discount: Decimal, tax: Record) -> Values:
    rate = Decimal(tax["TaxSchedule"][0]["TaxRate"]) / 100
    gross = draft["TaxCalcMode"] == "Gross"
    parts = _taxed_parts(draft, discount, {"TAXABLE"})
    by_line = desk.switches["tax_rounding"] == "line"
    taxes: dict[str, Decimal] = defaultdict(Decimal)
    for part in parts:
        share = part * rate / (1 + rate) if gross else part * rate
        taxes["sum"] += desk.money(share, currency) if by_line else share
    amount, base = desk.money(taxes["sum"], currency), desk.money(sum(parts, ZERO), currency)
    flags: dict[str, Any] = {"IncludeInVATExemptTotal": False, "PendingVAT": False, "StatisticalVAT": False}
    return flags | {
        "TaxID": tax["TaxID"],
        "TaxRate": rate * 100,
        "TaxableAmount": base - amount if gross else base,
        "TaxAmount": amount,
        "TaxType": tax["TaxType"],
        "ReverseVAT": False,
    }


def _taxed_parts(draft: Draft, discount: Decimal, categories: set[str]) -> list[Decimal]:
    lines, totals = draft.rows("Details"), draft.linked("Totals")
    all_lines = sum(map(_amount, lines), ZERO)
    left = 1 - discount / all_lines if all_lines else Decimal(1)
    parts = [_amount(line) * left for line in lines if line.get("TaxCategory") in categories]
    if totals.get("FreightTaxCategory") in categories and totals.get("OverrideFreightAmount"):
        parts.append(Decimal(totals.get("Freight") or 0))
    return parts
