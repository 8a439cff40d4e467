"""The register file: organisations, approvals and listings carried between systems as JSON lines."""
