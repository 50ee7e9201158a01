"""Addresses of what is known, below /<language>/: stories/, methods/, challenges/, resources/, questions/, evidence/."""

from knowledge.urls import additions, curation, desk, evidence, reading, resources, writing

app_name = "knowledge"
# The pages of single pieces come last: a slug would match the fixed words of the others.
urlpatterns = [
    *desk.patterns,
    *curation.patterns,
    *writing.patterns,
    *additions.patterns,
    *resources.patterns,
    *evidence.patterns,
    *reading.patterns,
]
