"""The rule of counters in the store: each `store.incr` of a journal counts once, whatever was killed."""
from collections import Counter, defaultdict


def counted(sessions, found):
    """The answers of one counter are 1, 2, 3, …, each once; the last value is as high as there are sessions that counted.
    A flow of the campaign, `tally`, has read that value when all was over."""
    asks, values, last = Counter(), defaultdict(list), {}
    for session in sessions.values():
        for op in session.ops.values():
            if op.action != "store" or not op.requests:
                continue
            key, method = op.requests[0]["path"], op.requests[0]["method"]
            answer = next((response["body"].get("value") for response in op.responses
                           if 200 <= (response.get("status") or 0) < 300), None)
            if method == "INCR":
                asks[key] += 1
                if len(op.responses) > 1:
                    found.add("answered_twice", f"store.incr {key} has {len(op.responses)} answers",
                              session=session.id, op=op.name)
                if answer is not None:
                    values[key].append((int(answer), session.id))
            elif method == "GET" and session.flow == "tally":
                last[key] = int(answer or 0)
    for key, count in asks.items():
        given = Counter(value for value, _ in values[key])
        for value, times in given.items():
            if times > 1:
                found.add("counted_twice", f"{key}: {times} sessions were told {value}",
                          sessions=[id for told, id in values[key] if told == value])
        highest = max(given, default=0)
        end = last.get(key, highest)
        missing = [value for value in range(1, end + 1) if value not in given]
        if end > count:
            found.add("counted_twice", f"{key} is {end}, and {count} sessions counted", key=key)
        elif highest > end:
            found.add("count_lost", f"{key} is {end}, and a session was told {highest}", key=key)
        elif len(missing) > count - len(values[key]) and len(given) == len(values[key]):
            # A session that ended before its answer counted, and was not told; more than these cannot be missing.
            found.add("count_invented", f"{key}: nobody was told {missing[:5]}", key=key)
