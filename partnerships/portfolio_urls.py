"""Addresses of the portfolio, below /<language>/portfolio/."""

from django.urls import path

from partnerships.views import portfolio, portfolio_bulk, portfolio_references, portfolio_reports

app_name = "portfolio"
urlpatterns = [
    path("", portfolio.portfolio, name="list"),
    path("confirm/", portfolio_bulk.confirm, name="confirm"),
    path("hand-over/", portfolio_bulk.hand_over, name="hand_over"),
    path("take-on/", portfolio_bulk.take_on, name="take_on"),
    path("reports/", portfolio_reports.reports, name="reports"),
    path("reports/new/", portfolio_reports.ask, name="report"),
    path("reports/<int:pk>/", portfolio_reports.report, name="report_page"),
    path("reports/<int:pk>/file/", portfolio_reports.file, name="report_file"),
    path("<slug:slug>/ask-again/", portfolio.ask_again, name="ask_again"),
    path("<slug:slug>/number/", portfolio_references.number, name="number"),
]
