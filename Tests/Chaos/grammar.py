"""What a phone may hear in a call of each flow: regular expressions over its prompts.

A flow's pattern is written with one letter per prompt. A caller may hang up at any time, so a beginning of an allowed
sequence is allowed too. A call that lived through a kill may hear any prompt again at once.
"""
import re


class Grammar:
    def __init__(self, prompts, pattern):
        # [(regular expression of the text, letter)]
        self.prompts = [(re.compile(text), letter) for text, letter in prompts]
        self.pattern = pattern

    def letters(self, texts):
        """The sequence as letters; '?' for what the flow never says."""
        found = ""
        for text in texts:
            found += next((letter for known, letter in self.prompts if known.fullmatch(text)), "?")
        return found

    def allows(self, texts, killed):
        letters = self.letters(texts)
        if "?" in letters:
            return False
        # A prefix is allowed: whoever hangs up hears no more.
        return prefix_match(self.pattern, letters, killed)


def parse(pattern):
    """Alternatives, sequences, `*`, `?`, groups; a small parser, since `re` knows no prefixes."""
    position = 0

    def alternatives():
        nonlocal position
        branches = [sequence()]
        while position < len(pattern) and pattern[position] == "|":
            position += 1
            branches.append(sequence())
        return ("alt", branches) if len(branches) > 1 else branches[0]

    def sequence():
        nonlocal position
        items = []
        while position < len(pattern) and pattern[position] not in "|)":
            if pattern[position] == "(":
                position += 1
                item = alternatives()
                position += 1
            elif pattern[position].isupper():
                item = ("letter", pattern[position])
                position += 1
            else:
                raise ValueError(f"{pattern!r}: {pattern[position]!r} is none of A-Z ( ) | * ?")
            while position < len(pattern) and pattern[position] in "*?":
                item = ("star" if pattern[position] == "*" else "maybe", item)
                position += 1
            items.append(item)
        return ("seq", items)

    return alternatives()


def build(node, repeats):
    """A nondeterministic automaton: {state: [(letter or None, state)]}."""
    edges, count = {}, [0]

    def state():
        count[0] += 1
        edges[count[0]] = []
        return count[0]

    def add(node, start):
        kind = node[0]
        if kind == "letter":
            end = state()
            edges[start].append((node[1], end))
            if repeats:
                edges[end].append((node[1], end))
            return end
        if kind == "seq":
            for item in node[1]:
                start = add(item, start)
            return start
        end = state()
        if kind == "alt":
            for branch in node[1]:
                first = state()
                edges[start].append((None, first))
                edges[add(branch, first)].append((None, end))
            return end
        first = state()
        edges[start] += [(None, first), (None, end)]
        last = add(node[1], first)
        edges[last].append((None, end))
        if kind == "star":
            edges[last].append((None, first))
        return end

    start = state()
    add(node, start)
    return edges, start


def prefix_match(pattern, letters, repeats):
    edges, start = build(parse(pattern), repeats)

    def closed(states):
        todo, found = list(states), set(states)
        while todo:
            for letter, target in edges[todo.pop()]:
                if letter is None and target not in found:
                    found.add(target)
                    todo.append(target)
        return found

    current = closed({start})
    for letter in letters:
        current = closed({target for one in current for seen, target in edges[one] if seen == letter})
        if not current:
            return False
    return True


def menu(ask, silence, other):
    """Asked, and asked again twice at most, after silence or another key."""
    again = f"(({silence}|{other})?{ask})?"
    return f"{ask}{again}{again}"


FLOWS = {
    "reception": Grammar(
        [(r"Welcome to Contoso\..*", "M"), (r"I did not hear anything\.", "N"), (r"That is not on the menu\.", "X"),
         (r"One moment, please\.", "O"), (r"Nobody is free at the moment\. Please call later\.", "B"),
         (r"Goodbye\.", "G"), (r"Sorry, something went wrong\..*", "S")],
        menu("M", "N", "X") + "(OB?)?G"),
    "attended": Grammar(
        [(r"One moment, we are looking for a colleague\.", "O"), (r"A caller is on the line for you\.", "C"),
         (r"Nobody is free at the moment\. Please call later\.", "B")], "OC?C?B"),
    "gatekeeper": Grammar([(r"Welcome\. You may pass\.", "W")], "W"),
    "handover": Grammar(
        [(r"Please enter your account number, and then the hash key\.", "A"), (r"You are being connected\.", "C"),
         (r"Nobody is free at the moment\. Please call later\.", "B")], "ACB?"),
    "hours": Grammar([(r"The office is open from nine to five, Monday to Friday\..*", "H")], "H"),
    "reminder": Grammar(
        [(r"This is Contoso Clinic\..*", "M"), (r"We did not hear a key\.", "N"), (r"Please press 1 or 2\.", "X"),
         (r"Thank you\. Your appointment is .*", "T"), (r"We will call again\.", "A")],
        menu("M", "N", "X") + "(T|A)"),
    "conference": Grammar(
        [(r"Welcome to the conference\.", "W"), (r"A guest has joined\.", "G"), (r"The conference ends now\.", "E")],
        "WG*E"),
    "supervisor": Grammar([(r"This call is being supervised\.", "S")], "S*"),
    "juggler": Grammar(
        [(r"First\.", "F"), (r"Then press a key\.", "P"), (r"Still there\.", "T"), (r"Bye\.", "B")], "FPTB"),
    "voicemail": Grammar(
        [(r"Nobody is here now\. Leave a message, and press the hash key at its end\.", "M"),
         (r"I cannot take a message now\. Please call again later\.", "X"), (r"Thank you\. Goodbye\.", "G")], "M(X|G)"),
    "survey": Grammar(
        [(r"Two questions about your last visit\.", "T"), (r"How was it: good, fair or poor\?", "H"),
         (r"Please say good, fair or poor, or press 1, 2 or 3\.", "A"), (r"What could be better\?.*", "W"),
         (r"Thank you very much\. Goodbye\.", "G")], "THA?WG"),
    "pin": Grammar(
        [(r"Please enter your PIN\.", "P"), (r"That is not the PIN\. Please try again\.", "X"),
         (r"I heard nothing\. Please enter your PIN\.", "N"), (r"Thank you\. You are in\.", "I"),
         (r"Please call again when you know your PIN\.", "G")], "P(X|N)?(X|N)?(I|G)"),
    "returning": Grammar(
        [(r"Hello( [A-Z][a-z]+)?\.( This is your call number \d+ this month\.)?", "H")], "H"),
    "transcript": Grammar(
        [(r"What is said in this call is written down\. One moment, please\.", "O"),
         (r"Nobody is free at the moment\. Please call later\.", "B")], "OB?"),
    "listener": Grammar([(r"Please talk\.", "T"), (r"That was all\.", "A")], "TA"),
}
