from django.urls import path

from events.views import feedback, takeaways

patterns = [
    path("feedback-by-link/<str:token>/", feedback.by_link, name="feedback_by_link"),
    path("<slug:slug>/feedback/", feedback.give, name="feedback"),
    path("<slug:slug>/feedback/results/", feedback.results, name="feedback_results"),
    path("<slug:slug>/takeaways/", takeaways.takeaways, name="takeaways"),
    path("<slug:slug>/takeaways/new/", takeaways.add, name="takeaway_add"),
    path("<slug:slug>/takeaways/<int:pk>/", takeaways.edit, name="takeaway_edit"),
    path("<slug:slug>/takeaways/<int:pk>/move/", takeaways.move, name="takeaway_move"),
    path("<slug:slug>/takeaways/<int:pk>/remove/", takeaways.remove, name="takeaway_remove"),
    path("<slug:slug>/takeaways/questions/<int:pk>/", takeaways.question, name="question_said"),
]
