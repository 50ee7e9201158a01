"""Who may be the best peers for what somebody is trying to change, and why."""
