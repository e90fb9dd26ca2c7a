"""Words read: language, tone, the nature of a task, claims. Numbers come out, text only as quoted evidence."""
