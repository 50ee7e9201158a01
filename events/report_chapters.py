"""The chapters of a report's page: its sections, and beside each what the data knows of its matter."""

from typing import Any

from django.utils.translation import gettext as _


def chapters(content: dict[str, Any]) -> list[dict[str, Any]]:
    """In the order of the sections, as the files tell them. What has neither text nor matter is not shown."""
    sections = list(content["sections"])
    keys = {section["key"] for section in sections}
    if "topics" not in keys:
        sections.insert(0, {"key": "topics", "title": _("Summary of topics discussed"), "text": ""})
    if "takeaways" not in keys:
        sections.append({"key": "takeaways", "title": _("Key takeaways and conclusions"), "text": ""})
    return [section | _matter(section, content) for section in sections]


def _matter(section: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    questions: list[Any] = []
    if section["key"] == "topics":
        questions = [each for each in content["questions"] if each["is_key"]]
    elif section["key"] == "outcomes":
        carried = {question for each in content["takeaways"] for question in each["questions"]}
        questions = [each for each in content["questions"] if not each["is_key"] and each["text"] not in carried]
    told = section["text"] or questions or (section["key"] == "takeaways" and content["takeaways"])
    return {"questions": questions, "is_shown": bool(told)}
