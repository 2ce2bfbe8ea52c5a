"""The rules of the store: each `store.incr` of a journal counts once, each `store.compare_and_set` takes away what one has
put there, whatever was killed."""
import json
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
            if len(op.responses) > 1:
                found.add("answered_twice", f"{method} {key} in the store has {len(op.responses)} answers",
                          session=session.id, op=op.name)
            answer = next((response["body"].get("value") for response in op.responses
                           if 200 <= (response.get("status") or 0) < 300), None)
            if method == "INCR":
                asks[key] += 1
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


def swapped(sessions, found):
    """Of several that would take one value away, one does: a value is taken by compare_and_set no more often than it was put
    there. So two callers never have one agent, and no ticket gets lost. Holds in whatever order it happened."""
    put, taken = Counter(), defaultdict(list)
    for session in sessions.values():
        for op in session.ops.values():
            if op.action != "store" or not op.requests or op.requests[0]["method"] not in ("SET", "COMPARE_AND_SET"):
                continue
            request, method = op.requests[0], op.requests[0]["method"]
            before, after = (json.dumps(request["body"].get(name), sort_keys=True) for name in ("expected", "value"))
            answer = next((response["body"].get("value") for response in op.responses
                           if 200 <= (response.get("status") or 0) < 300), None)
            if method == "COMPARE_AND_SET" and (answer is False or before == after):
                continue
            # Without an answer it may have been put there.
            put[(request["path"], after)] += 1
            if method == "COMPARE_AND_SET" and answer is True and before != "null":
                taken[(request["path"], before)].append(session.id)
    for (key, value), sessions_ in taken.items():
        if len(sessions_) > put[(key, value)]:
            found.add("swapped_twice", f"{key} was {value} {put[(key, value)]} times, and {len(sessions_)} have taken it",
                      sessions=sessions_)
