"""The register as data, below /api/v1/partnerships/."""
