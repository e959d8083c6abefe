"""What the extract operators read of both systems into staging, page by page."""
