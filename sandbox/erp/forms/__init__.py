"""The forms behind the entities: what each fills in, computes, checks, numbers and does on saving."""

from sandbox.erp.forms.base import Form
from sandbox.erp.forms.customer import CustomerForm
from sandbox.erp.forms.location import LocationForm
from sandbox.erp.forms.order import OrderForm
from sandbox.erp.forms.payment import PaymentForm

FORMS: dict[str, Form] = {form.entity: form for form in (CustomerForm(), LocationForm(), OrderForm(), PaymentForm())}


def form_of(entity: str) -> Form:
    """Return the form of an entity; reference data share a plain one."""
    return FORMS.get(entity) or Form(entity)


__all__ = ["FORMS", "Form", "form_of"]
