"""What customers and locations become that travel both ways: each pair read, compared, decided."""
