"""What the merchant configures: the forms BC201000 and BC202000 as typed settings, filters and formulas."""
