-- It begins on a Monday at ten in New York.
local line, server = "+18005550111", "https://clinic.example.com"
local at_night = "2026-03-03T02:00:00Z"

describe("clinic", function()
  local caller, ann, ben
  before_each(function()
    caller, ann, ben = phone "+14255550100", phone "+14255550171", phone "+14255550172"
    http_answers {
      method = "GET", url = server .. "/patients/123456", reply = { json = { date = "2026-03-10", time = "09:30" } },
    }
    http_answers { method = "GET", url = server .. "/free", reply = { json = { date = "2026-03-12", time = "14:00" } } }
    http_answers { url = server .. "/patients/123456/appointment", reply = { status = 204 } }
    http_answers { method = "POST", url = server .. "/messages", reply = { status = 202 } }
    http_answers { method = "POST", url = server .. "/hang_ups", reply = { status = 202 } }
  end)

  --- Calls, and chooses English.
  local function calls()
    local call = caller:dial(line)
    caller:hears "For English press 1."
    caller:presses "1"
    return call
  end

  --- Calls, and goes as far as the appointment.
  local function hears_the_appointment()
    local call = calls()
    caller:presses "1"
    caller:hears "Enter your patient number."
    caller:presses "123456"
    return call
  end

  local function took(call, step, exit) expect(call):logged("exit", { chart = "clinic", step = step, exit = exit }) end

  describe("speaks", function()
    for key, words in pairs {
      ["1"] = { "For your appointment", "en-US-AvaNeural" }, ["2"] = { "Para a sua consulta", "pt-BR-FranciscaNeural" },
      ["3"] = { "Para su cita", "es-MX-DaliaNeural" },
    } do
      it("the language of the key " .. key, function()
        local call = caller:dial(line)
        caller:presses(key)
        caller:hears(words[1])
        expect(call):sent("recognize", { playPrompt = { text = { voiceName = words[2] } } })
        caller:presses "3"
        caller:hears "Main Street"
        took(call, "language", key)
      end)
    end

    it("each line of the first menu in its own voice", function()
      local call = caller:dial(line)
      expect(call):sent("recognize", { playPrompts = {
        { text = { voiceName = "en-US-AvaNeural" } }, { text = { voiceName = "pt-BR-FranciscaNeural" } },
        { text = { voiceName = "es-MX-DaliaNeural" } },
      } })
    end)
  end)

  describe("says goodbye to a caller", function()
    it("who chooses no language", function()
      local call = caller:dial(line)
      for _ = 1, 3 do caller:stays_silent() end
      caller:hears "Goodbye."
      expect(call):has_ended { how = "application_hung_up" }
      took(call, "language", "no_input")
      took(call, "goodbye", "end")
    end)

    it("who presses other keys only", function()
      local call = calls()
      for _ = 1, 3 do caller:presses "9" end
      caller:hears "Goodbye."
      took(call, "main", "no_match")
      expect(call):has_ended()
    end)
  end)

  it("tells its address, and asks again", function()
    local call = calls()
    caller:presses "3"
    caller:hears "We are at 12 Main Street."
    caller:hears "For your appointment"
    took(call, "place", "next")
  end)

  it("gives a caller who says nothing at the menu to the desk", function()
    local call = calls()
    for _ = 1, 3 do caller:stays_silent() end
    took(call, "main", "no_input")
    expect(caller):speaks_with(ann)
  end)

  describe("finds an appointment", function()
    for key, words in pairs {
      ["1"] = "You are expected on March tenth, twenty twenty-six at nine thirty AM.",
      ["2"] = "A sua consulta é no dia dez de março de dois mil e vinte e seis às nove horas e trinta minutos.",
      ["3"] = "Su cita es el diez de marzo de dos mil veintiséis a las nueve y treinta de la mañana.",
    } do
      it("and says when it is, in the language of the key " .. key, function()
        caller:dial(line)
        caller:presses(key)
        caller:presses "1"
        caller:presses "123456"
        caller:hears(words)
      end)
    end

    it("and says when it is", function()
      local call = hears_the_appointment()
      caller:hears "You are expected on"
      took(call, "look_up", "next")
      took(call, "has_one", "1")
    end)

    it("moves it", function()
      local call = hears_the_appointment()
      caller:hears "To move it press 1"
      caller:presses "1"
      caller:hears "is free"
      caller:presses "1"
      caller:hears "That is done."
      expect(call):sent("http", { method = "GET", url = server .. "/free", query = { after = "2026-03-10" } })
      expect(call):sent("http", { method = "PUT", url = server .. "/patients/123456/appointment",
        json = { date = "2026-03-12", time = "14:00" } }, { times = 1 })
      took(call, "offer", "1")
      took(call, "move", "next")
      took(call, "done", "next")
    end)

    it("offers another time when somebody else was faster", function()
      http_answers {
        method = "PUT", url = server .. "/patients/123456/appointment", reply = { status = 409 }, times = 1,
      }
      local call = hears_the_appointment()
      caller:presses "1"
      caller:presses "1"
      took(call, "move", "409")
      caller:presses "1"
      caller:hears "That is done."
    end)

    it("keeps it when the other time does not suit", function()
      local call = hears_the_appointment()
      caller:presses "1"
      caller:hears "is free"
      caller:presses "2"
      caller:hears "You are expected on"
      took(call, "offer", "2")
      expect(call):did_not_send("http", { method = "PUT" })
    end)

    it("cancels it", function()
      local call = hears_the_appointment()
      caller:presses "2"
      caller:hears "That is done."
      expect(call):sent("http", { method = "DELETE", url = server .. "/patients/123456/appointment" }, { times = 1 })
      took(call, "cancel", "next")
    end)

    it("gives the caller to the desk when nothing else is free", function()
      http_answers { url = server .. "/free", reply = { status = 404 } }
      local call = hears_the_appointment()
      caller:presses "1"
      took(call, "find", "404")
      expect(caller):speaks_with(ann)
    end)

    for step, keys in pairs { find = "1", move = "11", cancel = "2" } do
      it("takes a message when the server fails: " .. step, function()
        local method = step == "move" and "PUT" or "DELETE"
        if step == "find" then
          http_answers { url = server .. "/free", reply = { status = 500 } }
        else
          http_answers { method = method, url = server .. "/patients/123456/appointment", reply = { status = 500 } }
        end
        local call = hears_the_appointment()
        for key in keys:gmatch "." do caller:presses(key) end
        caller:hears "Something went wrong."
        caller:hears "Please leave a message"
        took(call, step, "status_500")
        took(call, "sorry", "next")
      end)
    end

    for _, step in ipairs { "change", "offer" } do
      it("says goodbye to a caller who no longer answers: " .. step, function()
        local call = hears_the_appointment()
        if step == "offer" then caller:presses "1" end
        for _ = 1, 3 do caller:stays_silent() end
        caller:hears "Goodbye."
        took(call, step, "no_input")
      end)

      it("says goodbye to a caller who presses other keys only: " .. step, function()
        local call = hears_the_appointment()
        if step == "offer" then caller:presses "1" end
        for _ = 1, 3 do caller:presses "9" end
        caller:hears "Goodbye."
        took(call, step, "no_match")
      end)

      it("goes back with the star: " .. step, function()
        local call = hears_the_appointment()
        if step == "offer" then caller:presses "1" end
        caller:presses "*"
        caller:hears "For your appointment"
        took(call, step, "*")
      end)

      it("goes to the desk with 0: " .. step, function()
        local call = hears_the_appointment()
        if step == "offer" then caller:presses "1" end
        caller:presses "0"
        expect(caller):speaks_with(ann)
        took(call, step, "0")
      end)
    end
  end)

  describe("gives to the desk a caller", function()
    it("without an appointment", function()
      http_answers { url = server .. "/patients/123456", reply = { json = { name = "Ada" } } }
      local call = hears_the_appointment()
      caller:hears "You have no appointment."
      expect(caller):speaks_with(ann)
      took(call, "has_one", "otherwise")
      took(call, "none", "next")
    end)

    it("whom it does not know", function()
      http_answers { url = server .. "/patients/123456", reply = { status = 404 } }
      local call = hears_the_appointment()
      caller:hears "We do not know that number."
      expect(caller):speaks_with(ann)
      took(call, "look_up", "404")
      took(call, "unknown", "next")
    end)

    it("while the server is away", function()
      http_answers { url = server .. "/patients/123456", fault = "refused" }
      local call = hears_the_appointment()
      expect(caller):speaks_with(ann)
      took(call, "look_up", "unreachable")
    end)

    it("who enters no whole number", function()
      local call = calls()
      caller:presses "1"
      for _ = 1, 3 do
        caller:hears "Enter your patient number."
        caller:presses "12"
      end
      expect(caller):speaks_with(ann)
      took(call, "patient", "invalid")
    end)

    it("who asks for it, and says goodbye when both have spoken", function()
      local call = calls()
      caller:presses "2"
      caller:hears "Please hold"
      expect(caller):speaks_with(ann)
      advance(60)
      ann:hangs_up()
      caller:hears "Goodbye."
      took(call, "main", "2")
      took(call, "desk", "1")
      took(call, "waiting", "next")
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("who pressed 0 or the star at the menu", function()
      local call = calls()
      caller:presses "*"
      took(call, "main", "*")
      caller:presses "0"
      took(call, "main", "0")
      expect(caller):speaks_with(ann)
    end)
  end)

  it("says goodbye to a caller who enters nothing", function()
    local call = calls()
    caller:presses "1"
    for _ = 1, 3 do caller:stays_silent() end
    caller:hears "Goodbye."
    took(call, "patient", "no_input")
  end)

  describe("takes a message", function()
    it("from a caller who does not want to wait", function()
      ann:busy()
      ben:busy()
      local call = calls()
      caller:presses "2"
      caller:hears "You are number 1."
      caller:presses "#"
      caller:hears "Please leave a message"
      took(call, "waiting", "message")
      caller:says "Call me."
      caller:presses "#"
      caller:hears "Goodbye."
      took(call, "message", "next")
      expect(call):sent("http", { method = "POST", url = server .. "/messages",
        json = { from = "+14255550100", language = "en" } }, { times = 1 })
    end)

    it("from a caller who has waited for five minutes", function()
      -- Both speak with callers of another queue.
      store_has { ["std.queue/agent/4:+14255550171"] = "sales/1", ["std.queue/agent/4:+14255550172"] = "sales/2" }
      local call = calls()
      caller:presses "2"
      caller:hears("Please leave a message", { within = 320 })
      took(call, "waiting", "patience")
    end)

    it("when the office is closed", { at = at_night }, function()
      local call = calls()
      caller:presses "2"
      caller:hears "We are closed."
      caller:hears "Please leave a message"
      caller:says "Call me."
      caller:hangs_up()
      took(call, "desk", "otherwise")
      took(call, "closed", "next")
      expect(call):sent("http", { url = server .. "/messages" }, { times = 1, within = 60 })
      expect(call.session):is_over { way = "finished" }
    end)
  end)

  it("says goodbye when not even a message can be taken", { at = at_night }, function()
    local call = calls()
    faults { unauthorized = { chance = 1, only = { "StartRecording" } } }
    caller:presses "2"
    caller:hears("Goodbye.", { within = 120 })
    took(call, "message", "unauthorized")
  end)

  it("tells the server of a caller who hangs up", function()
    local call = calls()
    caller:hears "For your appointment"
    caller:hangs_up()
    expect(call):sent("http", { method = "POST", url = server .. "/hang_ups",
      json = { caller = "+14255550100", language = "en" } }, { times = 1 })
    took(call, "main", "hang_up")
    took(call, "after", "next")
    expect(call.session):is_over { way = "finished" }
  end)

  it("leaves it at that when the server cannot be told", function()
    http_answers { url = server .. "/hang_ups", fault = "refused" }
    local call = calls()
    caller:hears "For your appointment"
    caller:hangs_up()
    took(call, "after", "unreachable")
    expect(call.session):is_over { way = "finished" }
  end)

  it("says goodbye to a caller who wants another language", function()
    local call = caller:dial(line)
    for _ = 1, 3 do caller:presses "9" end
    caller:hears "Goodbye."
    took(call, "language", "no_match")
  end)
end)
