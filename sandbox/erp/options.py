"""What can be turned at run time: switches for what nobody knows or every site sets its own way, and limits."""

from __future__ import annotations

import re

from sandbox.kit import Option

SWITCHES = (
    # how this site is set up
    Option("customer_numbering", "automatic", "who numbers customers", ("automatic", "manual")),
    Option("location_numbering", "automatic", "who numbers customer locations", ("automatic", "manual")),
    Option("locations_feature", default=True, about="Business Account Locations; off = 403 and no Location boxes"),
    Option("customer_discounts_feature", default=True, about="Customer Discounts is on; off = no document discounts"),
    Option("orders_held", default=False, about="the order type holds orders on entry"),
    Option("payments_held", default=False, about="AR preference Hold Documents on Entry"),
    Option("payment_ref_required", default=False, about="AR preference Require Payment Reference on Entry"),
    Option("customer_order_duplicates", "allow", "Customer Order Nbr. Validation", ("allow", "warn", "forbid")),
    Option("tax_rounding", "document", "where computed tax is rounded", ("document", "line")),
    Option("several_tenants", default=False, about="an unknown tenant is refused; with one tenant any text will do"),
    Option("dac_odata", default=True, about="the tables can be read at /t/{tenant}/api/odata/dac"),
    Option(
        "table_address", "dac", "where the tables are: /t/{tenant}/api/odata/dac or /odatav4/{tenant}", ("dac", "v4")
    ),
    Option("table_page", 0, "rows of a table in one answer, with @odata.nextLink behind them; 0: all"),
    Option("hidden_tables", "", "tables (DACs) without an entity set, with commas between"),
    Option("missing_rows", "", "rows of tables the site does not have: Table/FirstColumn, with commas between"),
    Option("features_turned", "", "flags of FeaturesSet that are the other way round here, with commas between"),
    Option("contract_lacks", "", "fields that swagger.json does not show: Entity/Field, with commas between"),
    Option("customer_key", "one-segment", "segments of the key CUSTOMER", ("one-segment", "two-segments")),
    Option("customer_numbers", "C000000", "how the numbers of the customers' sequence look in NumberingSequence"),
    Option("location_numbers", "L00000", "how the numbers of the locations' sequence look in NumberingSequence"),
    Option("no_rights", "", "entities whose forms the API user may not open (403), with commas between"),
    Option("ignored_fields", "", "fields whose values are dropped for want of rights: Entity/Field, with commas"),
    # what section 10 lists as unknown
    Option("unknown_id", "refuse", "PUT with an id that matches nothing", ("refuse", "insert", "ignore")),
    Option("filter_put_none", "insert", "PUT ?$filter= that matches nothing", ("insert", "refuse")),
    Option("filter_put_many", "refuse", "PUT ?$filter= that matches several", ("refuse", "first")),
    Option("body_401", "empty", "body of 401", ("empty", "json")),
    Option("body_412", "empty", "body of 412", ("empty", "json")),
    Option("stamp_zone", "utc", "change stamps: true UTC, or site time labelled +00:00", ("utc", "local")),
    Option("race_status", 500, "status of 'Another process has updated'", (500, 422, 409)),
    Option("duplicate_status", 422, "status of a duplicate CustomerOrder under 'forbid'", (422, 500)),
    Option("links", default=True, about="records carry _links"),
    Option("second_release", "refuse", "releasing a released payment", ("refuse", "nothing")),
    Option("quick_operation", "poll", "reply of an operation that ended within its call", ("poll", "204")),
    Option("long_text", "refuse", "texts over the field's length", ("refuse", "truncate")),
    # what is reported in more than one way
    Option("error_form", "entity", "validation errors: the entity, or an exception", ("entity", "exception")),
    Option("error_status", 422, "status of validation errors", (422, 500)),
    Option("seat_refusal", 429, "status of 'API Login Limit'", (429, 500)),
    Option("operation_failure", 500, "status of a poll when the long operation failed", (500, 422)),
    Option("clears_with", "null-and-empty", "which value empties a field", ("null-and-empty", "null", "empty")),
    Option("filter_on_details", "nothing", "what a filter on rows finds", ("nothing", "everything", "error")),
    Option("imported_taxes", "any-zone", "tax rows with IsTaxValid are kept in", ("any-zone", "external-zone")),
    Option("endpoint_list", "object", "form of GET /entity", ("object", "array")),
    Option("location_on_204", default=False, about="a 204 without an operation carries a Location all the same"),
    Option("application_date_reads_back", default=False, about="unapplied payments show their own date, not today"),
    Option("busy_form_refuses", default=False, about="a form with a running operation refuses its session's requests"),
    # misbehaviour
    Option("shuffle", default=False, about="lists come in another order with every request"),
    Option("unoptimisable", "Payment/ApplicationHistory", "expands that fail in lists, with commas between"),
)

LIMITS = (
    Option("seats", 10, "sessions at once (API users of the licence)"),
    Option("concurrent_requests", 0, "requests worked on at once; 0 = no limit"),
    Option("requests_per_minute", 0, "requests a minute; 0 = no limit"),
    Option("waiting_requests", 20, "requests that may wait before one is declined"),
    Option("waiting_seconds", 600.0, "how long a request may wait before it is declined"),
    Option("retry_after_seconds", 0, "Retry-After of a declined request; 0 = not sent"),
    Option("session_idle_minutes", 10, "a session without requests ends after this time"),
    Option("token_seconds", 3600, "life of an access token"),
    Option("wrong_passwords", 5, "wrong passwords before the account is locked; 0 = never"),
    Option("put_seconds", 0.0, "time a PUT takes between reading the record and saving it"),
    Option("release_seconds", 0.0, "time a long operation takes"),
)

_ENTITY = re.compile(r"/entity/Default/[\d.]+/(\w+)(/.*)?")


def resource_of(path: str) -> str:
    """Return the path with keys, ids and versions taken out: `/Customer`, `/Payment/ReleasePayment/status`."""
    match = _ENTITY.fullmatch(path)
    if match is None:
        return path
    entity, rest = match[1], match[2] or ""
    if rest.endswith("swagger.json") or entity == "swagger":
        return "/swagger.json"
    return f"/{entity}{_rest(rest)}"


def _rest(rest: str) -> str:
    action = re.fullmatch(r"/([A-Z][a-z]+[A-Z]\w+)(/status)?(/.*)?", rest)
    if action:
        return f"/{action[1]}{action[2] or ''}"
    return "/{key}" if rest.strip("/") else ""
