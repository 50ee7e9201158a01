"""The portfolio."""

from django.urls import path

from results.views import portfolio

patterns = [
    path("results/", portfolio.portfolio, name="portfolio"),
    path("results/outcomes/", portfolio.outcomes, name="outcomes"),
    path("results/outcomes/feed.atom", portfolio.feed, name="feed"),
    path("results/compare/", portfolio.compare, name="compare"),
    path("results/costs/", portfolio.costs, name="costs"),
    path("results/method/", portfolio.method, name="method"),
    path("results/report.<slug:format>", portfolio.report, name="report"),
    path("results/export.<slug:format>", portfolio.export, name="export"),
]
