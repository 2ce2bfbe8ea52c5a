local line = require "std.flow"
local hours = require "std.hours"
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550111" }

local server = "https://clinic.example.com"
local office = hours.new {
  zone = "America/New_York", weekdays = "8:00-18:00", saturday = "9:00-13:00", holidays = { "01-01", "07-04", "12-25" },
}
local function desk(position)
  return queue.new {
    name = "clinic", agents = { "+14255550171", "+14255550172" }, patience = 300, leave = { ["#"] = "message" },
    music = "https://clinic.example.com/music.wav", position = position,
  }
end

line.incoming {
  to = "+18005550111", name = "clinic", start = "language",
  language = "en",
  languages = {
    en = { locale = "en-US", voice = "en-US-AvaNeural" },
    pt = { locale = "pt-BR", voice = "pt-BR-FranciscaNeural" },
    es = { locale = "es-MX", voice = "es-MX-DaliaNeural" },
  },
  -- Where a step goes that does not say so itself, and what every menu has.
  defaults = {
    silence = "goodbye", error = "sorry", hang_up = "after", keys = { ["0"] = "desk", ["*"] = "main" },
    unheard = { en = "I did not hear anything.", pt = "Não ouvi nada.", es = "No he oído nada." },
    wrong = { en = "That is not possible.", pt = "Isso não é possível.", es = "Eso no es posible." },
  },
  steps = {
    language = { "menu", default_keys = false,
      text = {
        { en = "City Clinic. For English press 1." }, { pt = "Para português, 2." }, { es = "Para español, 3." },
      },
      keys = {
        { go = "main", language = "en" }, { go = "main", language = "pt" }, { go = "main", language = "es" },
      } },
    main = { "menu", keys = { "patient", "desk", "place" }, no_input = "desk",
      text = { en = "For your appointment press 1, for the desk 2, for our address 3.",
        pt = "Para a sua consulta, tecle 1; para falar conosco, 2; para o endereço, 3.",
        es = "Para su cita, oprima 1; para la recepción, 2; para la dirección, 3." } },
    place = { "say", next = "main",
      text = { en = "We are at 12 Main Street.", pt = "Estamos na Main Street, 12.",
        es = "Estamos en Main Street 12." } },

    -- Appointments, at any hour.
    patient = { "collect", digits = 6, into = "number", next = "look_up", invalid = "desk",
      text = { en = "Enter your patient number.", pt = "Digite o seu número de paciente.",
        es = "Marque su número de paciente." } },
    look_up = { "http", get = server .. "/patients/{number}", timeout = 5, into = "patient", next = "has_one",
      status = { [404] = "unknown" }, failed = "desk" },
    unknown = { "say", next = "desk",
      text = { en = "We do not know that number.", pt = "Não conhecemos esse número.",
        es = "No conocemos ese número." } },
    has_one = { "branch", { variable = "patient.date", is_set = true, go = "change" }, otherwise = "none" },
    none = { "say", next = "desk",
      text = { en = "You have no appointment.", pt = "Você não tem consulta marcada.", es = "Usted no tiene cita." } },
    change = { "menu", keys = { "find", "cancel" },
      text = { en = "You are expected on {patient.date|date} at {patient.time|time}. To move it press 1, cancel it 2.",
        pt = "A sua consulta é no dia {patient.date|date} às {patient.time|time}. Para mudar tecle 1, para cancelar 2.",
        es = "Su cita es el {patient.date|date} a {patient.time|time}. Para cambiarla oprima 1; cancelarla, 2." } },
    find = { "http", get = server .. "/free", query = { after = "{patient.date}" }, into = "free", next = "offer",
      status = { [404] = "desk" } },
    offer = { "menu", keys = { "move", "change" },
      text = { en = "{free.date|date} at {free.time|time} is free. To take it press 1, to keep yours 2.",
        pt = "Há vaga no dia {free.date|date} às {free.time|time}. Para aceitar tecle 1, para manter a sua 2.",
        es = "Hay lugar el {free.date|date} a {free.time|time}. Para aceptar oprima 1; para no cambiar, 2." } },
    move = { "http", put = server .. "/patients/{number}/appointment",
      json = { date = "{free.date}", time = "{free.time}" }, next = "done", status = { [409] = "find" } },
    cancel = { "http", delete = server .. "/patients/{number}/appointment", next = "done" },
    done = { "say", next = "main",
      text = { en = "That is done.", pt = "Pronto, está feito.", es = "Listo, ya está." } },

    -- People, while the office is open; else a message.
    desk = { "branch", { hours = office, go = "waiting" }, otherwise = "closed" },
    waiting = { "queue", next = "goodbye", patience = "message", exits = { message = "message" },
      text = { en = "Please hold, or press the hash key to leave a message.",
        pt = "Aguarde, ou tecle jogo da velha para deixar um recado.",
        es = "Espere, u oprima la tecla numeral para dejar un mensaje." },
      queue = { en = desk "You are number {position}.", pt = desk "Você é o número {position}.",
        es = desk "Usted es el número {position}." } },
    closed = { "say", next = "message",
      text = { en = "We are closed.", pt = "Estamos fechados.", es = "Hemos cerrado." } },
    message = { "record", longest = 90, post = server .. "/messages", json = { language = "{language}" },
      next = "goodbye", failed = "goodbye",
      text = { en = "Please leave a message, and press the hash key.", pt = "Deixe um recado e tecle jogo da velha.",
        es = "Deje un mensaje y oprima la tecla numeral." } },

    -- Ends.
    sorry = { "say", next = "message",
      text = { en = "Something went wrong.", pt = "Algo deu errado.", es = "Algo salió mal." }, failed = "over" },
    goodbye = { "hang_up", text = { en = "Goodbye.", pt = "Até logo.", es = "Hasta luego." } },
    after = { "http", post = server .. "/hang_ups", json = { caller = "{caller}", language = "{language}" },
      idempotency_key = "{correlation_id}", next = "over", failed = "over" },
    over = { "hang_up" },
  },
}
