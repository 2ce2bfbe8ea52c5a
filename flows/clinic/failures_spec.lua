-- What becomes of callers when the service refuses to speak, or to listen.
local line, server = "+18005550111", "https://clinic.example.com"
local at_night = "2026-03-03T02:00:00Z"

describe("clinic", function()
  local caller
  before_each(function()
    caller = phone "+14255550100"
    local appointment = { date = "2026-03-10", time = "09:30" }
    http_answers { method = "GET", url = server .. "/patients/123456", reply = { json = appointment } }
    http_answers { method = "GET", url = server .. "/free", reply = { json = { date = "2026-03-12", time = "14:00" } } }
    http_answers { url = server .. "/patients/123456/appointment", reply = { status = 204 } }
    http_answers { method = "POST", url = server .. "/messages", reply = { status = 202 } }
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

  -- The service refuses what is asked of it from now on.
  local function refuses(operation) faults { unauthorized = { chance = 1, times = 9, only = { operation } } } end

  describe("takes a message when it cannot listen", function()
    for step, keys in pairs { language = "", main = "1", patient = "11", change = "11p", offer = "11p1" } do
      it("at " .. step, function()
        local call = caller:dial(line)
        for index = 1, #keys do
          local key = keys:sub(index, index)
          caller:hears(pattern "%a")
          if index == #keys then refuses "Recognize" end
          caller:presses(key == "p" and "123456" or key)
        end
        if keys == "" then refuses "Recognize" end
        caller:hears("Something went wrong.", { within = 60 })
        took(call, step, "unauthorized")
        caller:hears "Please leave a message"
      end)
    end
  end)

  describe("hangs up when it cannot speak", function()
    local function hangs_up(call, step)
      took(call, step, "unauthorized")
      took(call, "sorry", "unauthorized")
      expect(call):has_ended { how = "application_hung_up" }
    end

    it("of its address", function()
      local call = calls()
      refuses "Play"
      caller:presses "3"
      hangs_up(call, "place")
    end)

    it("of what is done", function()
      local call = hears_the_appointment()
      caller:hears "You are expected"
      refuses "Play"
      caller:presses "2"
      hangs_up(call, "done")
    end)

    for step, reply in pairs { unknown = { status = 404 }, none = { json = { name = "Ada" } } } do
      it("of a patient who is " .. step, function()
        http_answers { url = server .. "/patients/123456", reply = reply }
        local call = calls()
        caller:presses "1"
        caller:hears "Enter your patient number."
        refuses "Play"
        caller:presses "123456"
        hangs_up(call, step)
      end)
    end

    it("of the hours", { at = at_night }, function()
      local call = calls()
      caller:hears "For your appointment"
      refuses "Play"
      caller:presses "2"
      hangs_up(call, "closed")
    end)
  end)
end)
