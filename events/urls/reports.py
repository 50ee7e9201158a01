from django.urls import path

from events.views import report_files, report_writing, reports

patterns = [
    path("report-by-link/<str:token>/", reports.by_link, name="report_by_link"),
    path("<slug:slug>/report/", reports.report, name="report"),
    path("<slug:slug>/report/comments/", reports.comment, name="report_comment"),
    path("<slug:slug>/report/comments/open/", report_writing.open_comments, name="report_open_comments"),
    path("<slug:slug>/report/comments/<int:pk>/settle/", report_writing.settle, name="report_settle"),
    path("<slug:slug>/report/edit/", report_writing.edit, name="report_edit"),
    path("<slug:slug>/report/draft/", report_writing.draft, name="report_draft"),
    path("<slug:slug>/report/refresh/", report_writing.refresh, name="report_refresh"),
    path("<slug:slug>/report/sections/<slug:key>/", report_writing.section, name="report_section"),
    path("<slug:slug>/report/sections/<slug:key>/restore/", report_writing.restore, name="report_restore"),
    path("<slug:slug>/report/finalise/", report_writing.finalise, name="report_finalise"),
    path("<slug:slug>/report/delete/", report_writing.delete, name="report_delete"),
    path("<slug:slug>/report.pdf", report_files.report_file, {"format": "pdf"}, name="report_pdf"),
    path("<slug:slug>/report.docx", report_files.report_file, {"format": "docx"}, name="report_docx"),
]
