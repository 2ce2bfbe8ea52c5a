"""What a caller of the clinic may hear: one letter for each step, in the language that was chosen, in any of its ways."""
import re
from collections import Counter

from grammar import Grammar

# letter -> (English, Portuguese, Spanish)
STEPS = {
    "M": (r"For your appointment press 1,.*", r"Para a sua consulta, tecle 1;.*", r"Para su cita, oprima 1;.*"),
    "A": (r"We are at 12 Main Street\.", r"Estamos na Main Street, 12\.", r"Estamos en Main Street 12\."),
    "C": (r"Enter your patient number\.", r"Digite o seu número de paciente\.", r"Marque su número de paciente\."),
    "U": (r"We do not know that number\.", r"Não conhecemos esse número\.", r"No conocemos ese número\."),
    "O": (r"You have no appointment\.", r"Você não tem consulta marcada\.", r"Usted no tiene cita\."),
    "H": (r"You are expected on [A-Z].* at .*M\. To move it press 1, cancel it 2\.",
          r"A sua consulta é no dia .* às .*\. Para mudar tecle 1, para cancelar 2\.",
          r"Su cita es el .* a las? .*\. Para cambiarla oprima 1; cancelarla, 2\."),
    "F": (r"[A-Z].* at .*M is free\. To take it press 1, to keep yours 2\.",
          r"Há vaga no dia .* às .*\. Para aceitar tecle 1, para manter a sua 2\.",
          r"Hay lugar el .* a las? .*\. Para aceptar oprima 1; para no cambiar, 2\."),
    "D": (r"That is done\.", r"Pronto, está feito\.", r"Listo, ya está\."),
    "W": (r"Please hold, or press the hash key.*", r"Aguarde, ou tecle.*", r"Espere, u oprima.*"),
    "I": (r"You are number \d+\.", r"Você é o número \d+\.", r"Usted es el número \d+\."),
    "K": (r"We are closed\.", r"Estamos fechados\.", r"Hemos cerrado\."),
    "R": (r"Please leave a message,.*", r"Deixe um recado.*", r"Deje un mensaje.*"),
    "S": (r"Something went wrong\.", r"Algo deu errado\.", r"Algo salió mal\."),
    "G": (r"Goodbye\.", r"Até logo\.", r"Hasta luego\."),
    "N": (r"I did not hear anything\.", r"Não ouvi nada\.", r"No he oído nada\."),
    "X": (r"That is not possible\.", r"Isso não é possível\.", r"Eso no es posible\."),
}
MUSIC = r".*/music\.wav"


class ClinicGrammar(Grammar):
    def __init__(self, pattern):
        super().__init__([], pattern)
        self.steps = {letter: [re.compile(text) for text in texts] for letter, texts in STEPS.items()}

    def read(self, text):
        """A letter and a language of a prompt; no language where it has none."""
        if re.fullmatch(r"City Clinic\. For English press 1\..*", text):
            return "L", None
        if re.fullmatch(MUSIC, text):
            return "Q", None
        for letter, texts in self.steps.items():
            for language, known in enumerate(texts):
                if known.fullmatch(text):
                    return letter, language
        return "?", None

    def letters(self, texts):
        """As of any flow; '?' also for what is said in another language than the caller's."""
        found, chosen = "", None
        for text in texts:
            letter, language = self.read(text)
            if language is not None:
                # Until one has been chosen it is the first; then it is that of the first step.
                if chosen is None and letter not in "NX":
                    chosen = 0 if letter in "GS" else language
                if language != (chosen or 0):
                    letter = "?"
            found += letter
        return found


def asked(letter):
    """Asked, and again twice at most; before that it is said why."""
    again = f"((N|X){letter})?"
    return f"{letter}{again}{again}"


def pattern(desk):
    """`desk`: what is heard of the desk."""
    main, appointment, number = asked("M"), f"({asked('H')}({asked('F')})*)", asked("C")
    several = f"{appointment}{appointment}*"
    # To the main menu and back to it; then what comes last.
    visit = f"{main}(A|{number}{several}D?)?"
    bye = "G"
    failed = "SRG"
    last = f"{main}({desk}|{bye}|{number}((U|O)?{desk}|{bye}|{several}({desk}|{bye}|{failed})))"
    return f"{asked('L')}({bye}|({visit})*{last})"


CLINICS = {
    # Who waits hears music, and over it their place; then they talk, or leave a message.
    "clinic": ClinicGrammar(pattern("W(Q|I)*R?G")),
    "clinic_night": ClinicGrammar(pattern("KRG")),
}


def steps(ledger, sessions):
    """How many calls of the clinic there were, and in how many of them each step was heard; "?" is what none says."""
    flows = {event.call: sessions[event.owner[0]].flow for event in ledger.events.values() if event.owner[0] in sessions}
    heard = Counter()
    calls = [(call, CLINICS[flows[id]]) for id, call in ledger.calls.items() if flows.get(id) in CLINICS]
    for call, grammar in calls:
        heard.update(set(grammar.letters([text for _, text in call.prompts()])))
    return len(calls), heard
