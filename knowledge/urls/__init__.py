"""Addresses of what is known, below /<language>/: stories/, methods/, challenges/, resources/, collections/,
questions/, evidence/."""

from knowledge.urls import additions, collections, curation, desk, evidence, reading, resources, writing

app_name = "knowledge"
# The pages of single pieces come last: a slug would match the fixed words of the others.
urlpatterns = [
    *desk.patterns,
    *curation.patterns,
    *writing.patterns,
    *additions.patterns,
    *resources.patterns,
    *collections.patterns,
    *evidence.patterns,
    *reading.patterns,
]
