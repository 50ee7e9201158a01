from django.urls import path

from events.views import report_files

patterns = [
    path("<slug:slug>/report.pdf", report_files.report_file, {"format": "pdf"}, name="report_pdf"),
    path("<slug:slug>/report.docx", report_files.report_file, {"format": "docx"}, name="report_docx"),
]
