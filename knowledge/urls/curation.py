from django.urls import path

from knowledge.views import comments, consent, consent_link, publishing, steps, way

patterns: list = [
    path("consent/<str:token>/", consent_link.consent_link, name="consent_link"),
    path("consent/<str:token>/attached/<str:sha256>/", consent_link.attached, name="consent_link_attached"),
    path("pieces/<slug:slug>/way/", way.way, name="way"),
    path("pieces/<slug:slug>/submit/", steps.submit, name="submit"),
    path("pieces/<slug:slug>/take-on/", steps.take_on, name="take_on"),
    path("pieces/<slug:slug>/return/", steps.return_, name="return"),
    path("pieces/<slug:slug>/decline/", steps.decline, name="decline"),
    path("pieces/<slug:slug>/withdraw/", steps.withdraw, name="withdraw"),
    path("pieces/<slug:slug>/delete/", steps.delete, name="delete"),
    path("pieces/<slug:slug>/send-to-partner/", consent.send, name="send_to_partner"),
    path("pieces/<slug:slug>/consent/", consent.consent, name="consent"),
    path("pieces/<slug:slug>/publish/", publishing.publish, name="publish"),
    path("pieces/<slug:slug>/unschedule/", publishing.unschedule, name="unschedule"),
    path("pieces/<slug:slug>/archive/", publishing.archive, name="archive"),
    path("pieces/<slug:slug>/comments/", comments.add, name="comment_add"),
    path("pieces/<slug:slug>/comments/<int:pk>/settle/", comments.settle, name="comment_settle"),
]
