"""What a browser sends for the pages of logging a partnership."""

import uuid


def rows(side, *names, stored=0, **more):
    """The rows of one side, one for each name; `more` are further fields as sent."""
    data = {f"{side}-TOTAL_FORMS": len(names), f"{side}-INITIAL_FORMS": stored}
    for number, name in enumerate(names):
        data |= {f"{side}-{number}-name": name, f"{side}-{number}-kind": ""}
    return data | more


def start(name="National Statistical Office", problem="The business survey comes three years late.", **more):
    return {"problem": problem, "creation_key": str(uuid.uuid4())} | rows("demand", name) | more


def problem(draft, **more):
    return {"version": draft.version, "problem": draft.problem or "A problem", "title": draft.title} | more


def asked(draft, *names, **more):
    return {"version": draft.version} | rows("demand", *names) | rows("peer", "") | more


def offered(draft, *names, **more):
    others = rows("broker", "") | rows("funder", "") | rows("facilitator", "")
    return {"version": draft.version, "why_this_peer": ""} | rows("supply", *names) | others | more


def plan(draft, **more):
    data = {"version": draft.version, "stage": draft.stage, "kind": draft.kind, "themes": "", "working_mode": ""}
    return data | exchanges() | more


def exchanges(*titles):
    data = {"activities-TOTAL_FORMS": len(titles) or 1, "activities-INITIAL_FORMS": 0}
    for number, title in enumerate(titles or [""]):
        data |= {
            f"activities-{number}-title": title,
            f"activities-{number}-kind": "visit" if title else "",
            f"activities-{number}-starts_on": "2026-03-09" if title else "",
            f"activities-{number}-mode": "in_person",
            f"activities-{number}-travels": "nobody",
        }
    return data


def results(draft, **more):
    names = ("reform", "what_changed", "scale_stage", "summary", "source_url", "iati_identifier")
    return {"version": draft.version} | {name: getattr(draft, name) for name in names} | more
