"""Stories, methods, challenges, resources, findings and open questions as data, below /api/v1/."""
