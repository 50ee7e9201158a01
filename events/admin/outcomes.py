"""What stays of an event: questions, takeaways, and what participants thought."""

from django.contrib import admin

from events.admin.of_event import OfEvent
from events.models import DiscussionQuestion, Feedback, Takeaway


@admin.register(DiscussionQuestion)
class DiscussionQuestionAdmin(OfEvent):
    list_display = ["number", "text", "of", "status", "is_key"]
    list_filter = ["status", "is_key"]
    search_fields = ["text"]


@admin.register(Takeaway)
class TakeawayAdmin(OfEvent):
    """The partnerships may be for their parties alone, so they are not named here."""

    list_display = ["number", "title", "of", "stance"]
    list_filter = ["stance"]
    search_fields = ["title"]
    exclude = ["partnerships"]


@admin.register(Feedback)
class FeedbackAdmin(OfEvent):
    """Without the name here too: it was asked for without one."""

    list_display = ["number", "of", "created_at"]
    fields = ["event", "usefulness", "will_use", "was_hard", "next_topic", "created_at"]
    is_private = True
