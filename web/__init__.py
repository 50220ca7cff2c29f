"""The HTTP layer: one stored procedure a request, printed from the catalog; it holds no rule."""
