-- Offers the caller to be called back, and logs the number.
given_flow("offers", [[
local callback = require "std.callback"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

-- What the spec wants is in the store.
on("IncomingCall", { to = "+18005550199" }, function(call)
  local options = store.get "options"
  if options == "none" then options = nil end
  if options and options.parse then
    options.parse = function(digits) return #digits == 10 and "+1" .. digits or nil end
  end
  if options and options.speak then options.speak = function(number) return "the number " .. number end end
  local cancel_after = options and options.cancel_after
  if options then options.cancel_after = nil end
  call:answer()
  if cancel_after then
    spawn(function()
      sleep(cancel_after)
      call:cancel_all_media()
    end)
  end
  local number, reason = callback.offer(call, options)
  log.info("offered", { number = number or "none", reason = reason or "none" })
  call:hang_up { for_everyone = true }
end)
]])

local question = "To be called back press 1, else 2."
local confirmed = "We will call you at 1 4 2 5 5 5 5 0 1 2 3. "
  .. "If that is right, press 1. To enter another number, press 2."
local enter = "Please enter the number with its country code, then press the pound key."

describe("callback.offer", function()
  local caller, call
  before_each(function() caller = phone "+14255550123" end)

  local function offer(options)
    options = options or {}
    if options.text == nil and not options.file then options.text = question end
    store_has { options = options }
    call = caller:dial "+18005550199"
  end

  local function gives(number) expect(call):logged("offered", { number = number, reason = "none" }) end
  local function gives_nothing(reason)
    expect(call):logged("offered", { number = "none", reason = reason }, { within = 60 })
  end

  it("gives the caller's number", function()
    offer()
    caller:hears(question)
    caller:presses "1"
    caller:hears(confirmed)
    caller:presses "1"
    gives "+14255550123"
  end)

  it("gives another number that is entered", function()
    offer()
    caller:presses "1"
    caller:hears(confirmed)
    caller:presses "2"
    caller:hears(enter)
    caller:presses "18005550142#"
    caller:hears "We will call you at 1 8 0 0 5 5 5 0 1 4 2."
    caller:presses "1"
    gives "+18005550142"
  end)

  it("takes a number that begins as one dials abroad", function()
    offer()
    caller:presses "1"
    caller:presses "2"
    caller:presses "004930555019#"
    caller:hears "at 4 9 3 0 5 5 5 0 1 9."
    caller:presses "1"
    gives "+4930555019"
  end)

  it("offers another number than the caller's", function()
    offer { number = "+18005550142" }
    caller:presses "1"
    caller:hears "We will call you at 1 8 0 0 5 5 5 0 1 4 2."
    caller:presses "1"
    gives "+18005550142"
  end)

  it("asks who has no number for one", function()
    caller = phone "8:acs:contoso_ada"
    offer()
    caller:presses "1"
    caller:hears(enter)
    caller:presses "14255550142#"
    caller:hears "We will call you at"
    caller:presses "1"
    gives "+14255550142"
  end)

  it("asks who withholds theirs for one", function()
    caller = phone "4:anonymous"
    offer()
    caller:presses "1"
    caller:hears(enter)
    caller:presses "14255550142#"
    caller:presses "1"
    gives "+14255550142"
  end)

  it("asks for a number where none shall be offered", function()
    offer { number = false }
    caller:presses "1"
    caller:hears(enter)
    caller:presses "14255550142#"
    caller:hears "We will call you at 1 4 2 5 5 5 5 0 1 4 2."
    caller:presses "1"
    gives "+14255550142"
  end)

  it("by keys, words and numbers of its own", function()
    offer {
      yes = "7", no = "8", confirm = "At {number}?", enter = { text = "Your number?" }, invalid = "Once more.",
      parse = true, speak = true, voice = "en-US-AndrewNeural",
    }
    caller:presses "7"
    caller:hears("At the number +14255550123?", { whole = true })
    caller:presses "2"
    caller:hears "Your number?"
    caller:presses "123#"
    caller:hears "Once more."
    caller:presses "4255550142#"
    caller:hears "At the number +14255550142?"
    expect(call):sent("recognize", { playPrompt = { text = { voiceName = "en-US-AndrewNeural" } } })
    caller:presses "1"
    gives "+14255550142"
  end)

  it("with a prompt of its own to confirm", function()
    offer { confirm = { text = { "{number}.", "Is that right?" }, locale = "en-GB" } }
    caller:presses "1"
    caller:hears "1 4 2 5 5 5 5 0 1 2 3. Is that right?"
    caller:presses "1"
    gives "+14255550123"
  end)

  it("ends when all media are cancelled while a number is entered", function()
    offer { cancel_after = 8 }
    caller:presses "1"
    caller:presses "2"
    caller:hears(enter)
    gives_nothing "cancelled"
  end)

  it("is declined", function()
    offer()
    caller:presses "2"
    gives_nothing "declined"
  end)

  it("ends when nobody answers", function()
    offer { retries = 1, timeout = 3 }
    caller:stays_silent()
    caller:stays_silent()
    gives_nothing "no_input"
  end)

  it("ends when nobody confirms", function()
    offer { retries = 0 }
    caller:presses "1"
    caller:hears "We will call you"
    caller:presses "5"
    gives_nothing "no_match"
  end)

  describe("asks again for a number", function()
    local function asks_for_it(options)
      offer(options)
      caller:presses "1"
      caller:presses "2"
      caller:hears(enter)
    end
    for _, digits in ipairs { "1234567#", "0123456789#", "1234567890123456#", "00#", "#" } do
      it("after " .. digits, function()
        asks_for_it()
        caller:presses(digits)
        caller:hears "That is no number that we can call."
        caller:hears(enter)
        caller:presses "14255550142#"
        caller:presses "1"
        gives "+14255550142"
      end)
    end
    it("until it has been asked often enough", function()
      asks_for_it { retries = 1 }
      caller:presses "12#"
      caller:presses "34#"
      gives_nothing "invalid"
      expect(call):sent("play", { text = "That is no number that we can call." }, { times = 1 })
    end)
    it("when none was entered", function()
      asks_for_it { retries = 1 }
      caller:stays_silent()
      caller:stays_silent()
      gives_nothing "no_input"
    end)
  end)

  it("ends quietly when the caller hangs up", function()
    offer()
    caller:presses "1"
    caller:hears "We will call you"
    caller:hangs_up()
    expect(call.session):is_over { way = "finished", within = 5 }
    expect(call):sent("recognize", {}, { times = 2 })
    expect(call):did_not_log("offered", { reason = "none" })
  end)

  describe("tells a flow what is wrong with", { allows_errors = true }, function()
    local function is_refused(options, words)
      store_has { options = options }
      call = caller:dial "+18005550199"
      if options.number then caller:presses "1" end
      expect(call):has_ended { within = 20 }
      expect(call.session):is_over { way = "failed", within = 5 }
      expect(call.session.report):contains(words)
      expect(call.session.report):contains "offers/main.lua:22"
    end
    it("no question", function() is_refused({ retries = 1 }, "callback.offer: a prompt is missing") end)
    it("no options", function() is_refused("none", "callback.offer: options are a table") end)
    it("an option that there is not", function()
      is_refused({ text = question, retris = 1 }, "unknown option 'retris'; did you mean 'retries'?")
    end)
    it("one key for both", function() is_refused({ text = question, yes = "2" }, "yes and no are the same key") end)
    it("a number that is none", function()
      is_refused({ text = question, number = "8:acs:contoso_ada" }, "callback.offer: number is no phone number")
      is_refused({ text = question, number = "4255550123" }, "callback.offer: number is no phone number: 4255550123")
    end)
    it("sources to confirm that are none", function()
      is_refused({ text = question, confirm = { sources = { { text = "{number}?" }, 5 } } },
        "callback.offer: confirm: sources[2]: options are a table with names")
    end)
  end)
end)
