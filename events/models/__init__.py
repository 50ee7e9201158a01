"""Learning events, from the first agenda line to the final report."""

from events.models.afterwards import Feedback, Takeaway
from events.models.agenda import AgendaItem, Presentation, PresentationFile
from events.models.breakouts import BreakoutGroup, BreakoutNote, BreakoutPlace
from events.models.event import EventHost, EventOrganiser, LearningEvent, LearningEventFormerSlug
from events.models.questions import DiscussionQuestion
from events.models.registrations import Registration, RegistrationChange
from events.models.reminders import CalendarFeed, Reminder
from events.models.reports import EventReport, ReportComment, ReportFile, ReportSection
from events.models.series import EventSeries, EventSeriesFormerSlug

__all__ = [
    "AgendaItem",
    "BreakoutGroup",
    "BreakoutNote",
    "BreakoutPlace",
    "CalendarFeed",
    "DiscussionQuestion",
    "EventHost",
    "EventOrganiser",
    "EventReport",
    "EventSeries",
    "EventSeriesFormerSlug",
    "Feedback",
    "LearningEvent",
    "LearningEventFormerSlug",
    "Presentation",
    "PresentationFile",
    "Registration",
    "RegistrationChange",
    "Reminder",
    "ReportComment",
    "ReportFile",
    "ReportSection",
    "Takeaway",
]
