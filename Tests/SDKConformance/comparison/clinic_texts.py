"""What the clinic says, in the caller's language. Dates and times are said by the service, as SSML asks for it."""

from xml.sax.saxutils import escape

from azure.communication.callautomation import SsmlSource

LANGUAGES = {
    "en": ("en-US", "en-US-AvaNeural"),
    "pt": ("pt-BR", "pt-BR-FranciscaNeural"),
    "es": ("es-MX", "es-MX-DaliaNeural"),
}
TEXTS = {
    "en": {
        "language": "City Clinic. For English press 1.",
        "unheard": "I did not hear anything.",
        "wrong": "That is not possible.",
        "main": "For your appointment press 1, for the desk 2, for our address 3.",
        "place": "We are at 12 Main Street.",
        "patient": "Enter your patient number.",
        "unknown": "We do not know that number.",
        "none": "You have no appointment.",
        "change": "You are expected on {date} at {time}. To move it press 1, cancel it 2.",
        "offer": "{date} at {time} is free. To take it press 1, to keep yours 2.",
        "done": "That is done.",
        "waiting": "Please hold, or press the hash key to leave a message.",
        "position": "You are number {position}.",
        "closed": "We are closed.",
        "message": "Please leave a message, and press the hash key.",
        "sorry": "Something went wrong.",
        "goodbye": "Goodbye.",
    },
    "pt": {
        "language": "Para português, 2.",
        "unheard": "Não ouvi nada.",
        "wrong": "Isso não é possível.",
        "main": "Para a sua consulta, tecle 1; para falar conosco, 2; para o endereço, 3.",
        "place": "Estamos na Main Street, 12.",
        "patient": "Digite o seu número de paciente.",
        "unknown": "Não conhecemos esse número.",
        "none": "Você não tem consulta marcada.",
        "change": "A sua consulta é no dia {date} às {time}. Para mudar tecle 1, para cancelar 2.",
        "offer": "Há vaga no dia {date} às {time}. Para aceitar tecle 1, para manter a sua 2.",
        "done": "Pronto, está feito.",
        "waiting": "Aguarde, ou tecle jogo da velha para deixar um recado.",
        "position": "Você é o número {position}.",
        "closed": "Estamos fechados.",
        "message": "Deixe um recado e tecle jogo da velha.",
        "sorry": "Algo deu errado.",
        "goodbye": "Até logo.",
    },
    "es": {
        "language": "Para español, 3.",
        "unheard": "No he oído nada.",
        "wrong": "Eso no es posible.",
        "main": "Para su cita, oprima 1; para la recepción, 2; para la dirección, 3.",
        "place": "Estamos en Main Street 12.",
        "patient": "Marque su número de paciente.",
        "unknown": "No conocemos ese número.",
        "none": "Usted no tiene cita.",
        "change": "Su cita es el {date} a {time}. Para cambiarla oprima 1; cancelarla, 2.",
        "offer": "Hay lugar el {date} a {time}. Para aceptar oprima 1; para no cambiar, 2.",
        "done": "Listo, ya está.",
        "waiting": "Espere, u oprima la tecla numeral para dejar un mensaje.",
        "position": "Usted es el número {position}.",
        "closed": "Hemos cerrado.",
        "message": "Deje un mensaje y oprima la tecla numeral.",
        "sorry": "Algo salió mal.",
        "goodbye": "Hasta luego.",
    },
}
SAID_AS = {
    "date": '<say-as interpret-as="date" format="ymd">{}</say-as>',
    "time": '<say-as interpret-as="time" format="hms24">{}</say-as>',
}


def speech(language, name, /, **values):
    locale, voice = LANGUAGES[language]
    said = {key: SAID_AS.get(key, "{}").format(escape(str(value))) for key, value in values.items()}
    return SsmlSource(ssml_text=(
        f'<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="{locale}">'
        f'<voice name="{voice}">{TEXTS[language][name].format(**said)}</voice></speak>'
    ))
