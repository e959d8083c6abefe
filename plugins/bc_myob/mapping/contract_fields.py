"""The fields of the Default endpoint that mappings may send: which version brought them, their kind and length.

One section per resource, detail or linked record; a line starts with the endpoint version that brought its fields.
Behind a name: `:50` text of at most 50 characters, `!15` the same for a key, which is never cut,
`?` yes or no, `#` number, `%` whole number, `@` date, `>X` a linked record of section X, `*X` detail lines of
section X; nothing: text without a stated length.
"""

from __future__ import annotations

from typing import Final

FIELDS: Final = """
[Customer]
20.200.001 AccountRef!50 ApplyOverdueCharges? AutoApplyPayments? BillingAddressOverride? BillingContact>Contact
    BillingContactOverride? CurrencyID!5 CurrencyRateType!6 CustomerClass!10 CustomerID!30 CustomerName:255
    EnableCurrencyOverride? EnableRateOverride? EnableWriteOffs? FOBPoint!15 LeadTimedays% LocationName:60
    MainContact>Contact MultiCurrencyStatements? OrderPriority% ParentRecord PriceClassID!10 PrimaryContact>Contact
    PrintDunningLetters? PrintInvoices? PrintStatements? ResidentialDelivery? SaturdayDelivery?
    SendDunningLettersbyEmail? SendInvoicesbyEmail? SendStatementsbyEmail? ShipVia!15 ShippingAddressOverride?
    ShippingBranch ShippingContact>Contact ShippingContactOverride? ShippingRule ShippingTerms!10 ShippingZoneID!15
    StatementCycleID!10 StatementType Status TaxRegistrationID!50 TaxZone!10 Terms!10 WarehouseID WriteOffLimit#
22.200.001 CreditLimit# EntityUsageType IsGuestCustomer? RestrictVisibilityTo TaxExemptionNumber!30
23.200.001 CustomerCategory Email PrimaryContactID%

[CustomerLocation]
20.200.001 Active? AddressOverride? Calendar!10 ContactOverride? Customer DefaultProject EntityUsageType FOBPoint!15
    FedExGroundCollect? Insurance? LeadTimeDays% LocationContact>Contact LocationID!30 LocationName:60 OrderPriority%
    PriceClass!10 ResidentialDelivery? SaturdayDelivery? ShipVia!15 ShippingBranch ShippingRule ShippingTerms!10
    ShippingZone!15 TaxExemptionNbr!30 TaxRegistrationID!50 TaxZone!10 Warehouse
23.200.001 Default? Status
24.200.001 ExtRefNbr

[Contact]
20.200.001 Active? Address>Address Attention:255 BusinessAccount CompanyName:255 ContactClass!10 ContactID%
    ContactMethod DateOfBirth@ DisplayName DoNotCall? DoNotEmail? DoNotFax? DoNotMail? Email:255 Fax:50 FaxType
    FirstName:50 Gender JobTitle:255 LanguageOrLocale!10 LastName:100 MaritalStatus MiddleName NoMarketing?
    NoMassMail? OverrideAccountAddress? Owner OwnerEmployeeName ParentAccount Phone1:50 Phone1Type Phone2:50
    Phone2Type Phone3:50 Phone3Type Reason Source SourceCampaign!15 SpouseOrPartnerName:255 Status Synchronize? Title
    Type WebSite:255 Workgroup WorkgroupDescription
22.200.001 FullName:255
24.200.001 ExtRefNbr:40

[Address]
20.200.001 AddressLine1:50 AddressLine2:50 City:50 Country!2 PostalCode:20 State:50 Validated?

[SalesOrder]
20.200.001 Approved? BaseCurrencyID!5 BillToAddress>Address BillToAddressOverride? BillToAddressValidated?
    BillToContact>DocContact BillToContactOverride? CashAccount ContactID ControlTotal# CreditHold? CurrencyID!5
    CurrencyRate# CurrencyRateTypeID!6 CustomerID CustomerOrder:40 Date@ Description:256 DestinationWarehouseID
    Details*SalesOrderDetail DisableAutomaticDiscountUpdate? DiscountDetails*SalesOrdersDiscountDetails EffectiveDate@
    ExternalRef!40 FinancialSettings>FinancialSettings Hold? IsTaxValid? LocationID OrderNbr!15 OrderTotal# OrderType
    OrderedQty# PaymentMethod!10 PreferredWarehouseID Project ReciprocalRate# RequestedOn@ ShipToAddress>Address
    ShipToAddressOverride? ShipToAddressValidated? ShipToContact>DocContact ShipToContactOverride? ShipVia!15
    ShippingSettings>ShippingSettings Status TaxDetails*TaxDetail TaxTotal# Totals>Totals VATExemptTotal#
    VATTaxableTotal#
22.200.001 DisableAutomaticTaxCalculation? ExternalOrderOrigin ExternalOrderOriginal? ExternalOrderSource
    ExternalRefundRef PaymentRef:40 TaxCalcMode WillCall?
23.200.001 Branch

[SalesOrderDetail]
20.200.001 Account AlternateID!50 Amount# AutoCreateIssue? AverageCost# Branch CalculateDiscountsOnImport?
    Commissionable? Completed? CostCode CustomerOrderNbr:40 DiscountAmount# DiscountCode!10 DiscountPercent#
    DiscountedUnitPrice# ExtendedPrice# FreeItem? InventoryID LineDescription:256 LineNbr% LineType Location
    ManualDiscount? MarkForPO? OpenQty# Operation OrderQty# OvershipThreshold# POSource ProjectTask QtyOnShipments#
    ReasonCode!20 RequestedOn@ SalespersonID SchedOrderDate@ ShipOn@ ShipToLocation ShippingRule Subitem
    TaxCategory!15 TaxZone!10 UOM!6 UnbilledAmount# UndershipThreshold# UnitCost# UnitPrice# WarehouseID
22.200.001 AssociatedOrderLineNbr% ExternalRef GiftMessage InvoiceLineNbr% InvoiceNbr!15 InvoiceType LotSerialNbr
    ManualPrice? VendorID

[DocContact]
20.200.001 Attention:255 BusinessName:255 Email:255 Phone1:50

[Totals]
20.200.001 DiscountTotal# LineTotalAmount# MiscTotalAmount# TaxTotal# UnbilledAmount# UnbilledQty# UnpaidBalance#
22.200.001 Freight# FreightCost# FreightCostIsuptodate? FreightTaxCategory!15 OrderVolume# OrderWeight#
    OverrideFreightAmount? PackageWeight# PremiumFreight#

[FinancialSettings]
20.200.001 BillSeparately? Branch CashDiscountDate@ CustomerTaxZone!10 DueDate@ EntityUsageType InvoiceDate@
    InvoiceNbr!15 OriginalOrderNbr!15 OriginalOrderType OverrideTaxZone? Owner PostPeriod Terms!10

[ShippingSettings]
20.200.001 CancelByDate@ Canceled? FOBPoint!15 FreightCost# FreightCostIsuptodate? FreightTaxCategory!15
    GroundCollect? Insurance? OrderVolume# OrderWeight# PackageWeight# PreferredWarehouseID PremiumFreight# Priority%
    ResidentialDelivery? SaturdayDelivery? ScheduledShipmentDate@ ShipSeparately? ShipVia!15 ShippingRule
    ShippingTerms!10 ShippingZone!15 UseCustomersAccount?
22.200.001 FreightPrice# OverrideFreightPrice?

[TaxDetail]
20.200.001 CustomerTaxZone!10 IncludeInVATExemptTotal? LineNbr% OrderNbr!15 OrderType PendingVAT? RecordID%
    ReverseVAT? StatisticalVAT? TaxAmount# TaxID!60 TaxRate# TaxType TaxableAmount#

[SalesOrdersDiscountDetails]
20.200.001 Description:256 DiscountAmount# DiscountCode!10 DiscountPercent# DiscountableAmount# DiscountableQty#
    ExternalDiscountCode!15 FreeItem FreeItemQty# ManualDiscount? SequenceID!10 SkipDiscount? Type

[Payment]
20.200.001 ApplicationDate@ AppliedToDocuments# Branch CardAccountNbr% CashAccount
    CreditCardTransactionInfo*CreditCardTransactionDetail CurrencyID!5 CustomerID Description:512
    DocumentsToApply*PaymentDetail Hold? OrdersToApply*PaymentOrderDetail PaymentAmount# PaymentMethod!10
    PaymentRef:40 ProcessingCenterID!10 ReferenceNbr!15 SaveCard? Status Type
22.200.001 AppliedToOrders# AvailableBalance# BranchID CustomerLocationID ExternalRef IsNewCard? OrigTransaction!50
23.200.001 IsCCPayment?

[PaymentOrderDetail]
20.200.001 AppliedToOrder# OrderNbr!15 OrderType

[PaymentDetail]
20.200.001 AmountPaid# BalanceWriteOff# CashDiscountTaken# CustomerOrder Description DocLineNbr% DocType
    ReferenceNbr!15 WriteOffReasonCode!20

[CreditCardTransactionDetail]
20.200.001 AuthNbr!50 ExtProfileId NeedValidation? TranDate@ TranNbr!50 TranType
22.200.001 CardType ExpirationDate@ OrigTranNbr
"""
