"""What the page of an event sends, and what it answers."""

import uuid


def typed(**changes):
    """What the page sends for a small event in Paris."""
    data = {
        "title": "What makes a twinning last",
        "format": "virtual",
        "visibility": "public",
        "entry": "open",
        "starts_on": "2027-06-02",
        "starts_time": "15:00",
        "ends_time": "17:00",
        "time_zone": "Europe/Paris",
        "creation_key": str(uuid.uuid4()),
        "hosts-TOTAL_FORMS": "2",
        "hosts-INITIAL_FORMS": "0",
        "hosts-0-name": "",
        "hosts-0-role": "host",
        "hosts-1-name": "",
        "hosts-1-role": "host",
    }
    return data | changes


def errors_of(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}
