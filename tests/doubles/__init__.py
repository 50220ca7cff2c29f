"""Stand-ins of outside parties, reached by their real SDKs at a local address."""
