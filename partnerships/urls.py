"""Addresses of the register, below /<language>/partnerships/."""

from django.urls import path

from partnerships.views import audit, confirm, detail, directory, exports, imports, log, parts, parts_exports, parts_opening

app_name = "partnerships"
urlpatterns = [
    path("", directory.PartnershipList.as_view(), name="list"),
    path("export.<slug:format>", exports.export, name="export"),
    path("import/", imports.upload, name="import"),
    path("import/template.<slug:format>", imports.template_file, name="import_template"),
    path("import/<int:pk>/", imports.job, name="import_job"),
    path("import/<int:pk>/report.json", imports.report, name="import_report"),
    path("import/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("import/<int:pk>/duplicates/", imports.duplicates, name="import_duplicates"),
    path("import/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<int:pk>/remove/", imports.remove, name="import_remove"),
    path("new/", log.LogStart.as_view(), name="create"),
    path("<slug:slug>/edit/", log.Edit.as_view(), name="edit"),
    path("<slug:slug>/edit/check/", log.Check.as_view(), name="check"),
    path("<slug:slug>/edit/<slug:step>/", log.EditStep.as_view(), name="edit_step"),
    path("<slug:slug>/", detail.PartnershipDetail.as_view(), name="detail"),
    path("<slug:slug>/timeline/", detail.PartnershipTimeline.as_view(), name="timeline"),
    path("<slug:slug>/confirm/", confirm.confirm, name="confirm"),
    path("<slug:slug>/share/", confirm.share, name="share"),
    path("<slug:slug>/delete/", confirm.delete, name="delete"),
    path("<slug:slug>/audit/", audit.log, name="audit"),
    path("<slug:slug>/audit/export.csv", audit.export, name="audit_export"),
    path("<slug:slug>/add/<slug:part>/", parts.add, name="add"),
    path("<slug:slug>/parts/<slug:part>/<int:pk>/edit/", parts.edit, name="edit_part"),
    path("<slug:slug>/parts/<slug:part>/<int:pk>/remove/", parts.remove, name="remove_part"),
    path("<slug:slug>/parts/<slug:part>/<int:pk>/share/", parts_opening.share, name="share_part"),
    path("<slug:slug>/<slug:table>.csv", parts_exports.export, name="export_parts"),
    path("<slug:slug>/documents/<int:pk>/", parts.document, name="document"),
]
