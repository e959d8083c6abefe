"""What the Default endpoint holds: entities, fields, types, lengths, and the version that brought them."""

from sandbox.erp.contract.model import Field, Shape
from sandbox.erp.contract.versions import ENDPOINT, NEWEST, VERSIONS, Contract, contract

__all__ = ["ENDPOINT", "NEWEST", "VERSIONS", "Contract", "Field", "Shape", "contract"]
