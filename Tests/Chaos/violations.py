"""What a check found."""
from collections import Counter


class Violations:
    def __init__(self):
        self.list = []

    def add(self, rule, text, **where):
        self.list.append({"rule": rule, "text": text, **where})

    def __bool__(self):
        return bool(self.list)

    def __len__(self):
        return len(self.list)

    def by_rule(self):
        return dict(Counter(each["rule"] for each in self.list))

    def rules(self):
        return {each["rule"] for each in self.list}
