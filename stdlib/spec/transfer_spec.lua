local line, ann_number, ben_number = "+18005550199", "+14255550131", "+14255550132"

-- Transfers as the store says: `how` is the function, `given` its options; `calls` makes the fallback a function.
given_flow("transfers", [[
local transfer = require "std.transfer"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local given = store.get "given"
  if store.get "calls" then
    given.fallback = function(reason) log.info("fell back", { reason = reason }) end
  end
  local done, reason = transfer[store.get "how"](call, given)
  log.info("transferred", { done = done, reason = reason })
  if not done then call:hang_up { for_everyone = true } end
end)
]])

-- A call to two people, so that there is no other party.
given_flow("groups", [[
local transfer = require "std.transfer"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function()
  local call = assert(create_call { targets = { "8:acs:contoso_ada", "8:acs:contoso_bob" } })
  local done, reason = transfer.attended(call, {
    target = "+14255550131", accept = "1", announce = "Press 1.", stay = true,
  })
  log.info("transferred", { done = done, reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

describe("transfer", function()
  local caller, ann, ben
  before_each(function()
    caller, ann, ben = phone "+14255550100", phone(ann_number), phone(ben_number)
  end)

  local function transfers(how, given)
    store_has { how = how, given = given }
    return caller:dial(line)
  end

  describe("blind", function()
    it("gives the caller to somebody", function()
      local call = transfers("blind", { target = ann_number })
      expect(call):has_ended { how = "transferred" }
      expect(call):logged("transferred", { done = true })
      expect(call):did_not_send "play"
    end)

    it("says something first, and sends headers along", function()
      local call = transfers("blind", {
        target = ann_number, text = "One moment.", custom_context = { sip_headers = { Id = "7" } }, timeout = 30,
      })
      caller:hears "One moment."
      expect(call):sent("transfer", {
        target = ann_number, custom_context = { sip_headers = { ["X-MS-Custom-Id"] = "7" } },
      })
      expect(call):has_ended { how = "transferred" }
    end)

    for _, case in ipairs {
      { file = "https://example.com/one.wav" },
      { ssml = "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"en-US\">One.</speak>" },
      { sources = { { text = "One moment." } } },
    } do
      it("says a prompt of another kind: " .. next(case), function()
        case.target = ann_number
        local call = transfers("blind", case)
        expect(call):has_timeline { "play_completed", "transfer_started" }
      end)
    end

    it("tries one after the other", function()
      ann:busy()
      local call = transfers("blind", { targets = { ann_number, ben_number } })
      expect(call):has_ended { how = "transferred" }
      expect(call):sent("transfer", {}, { times = 2 })
    end)

    for _, case in ipairs {
      { "with a text", "Nobody is free.", "Nobody is free." },
      { "with a file", { file = "https://example.com/sorry.wav" }, "sorry.wav" },
    } do
      it("falls back " .. case[1], function()
        ann:declines()
        local call = transfers("blind", { target = ann_number, fallback = case[2] })
        caller:hears(case[3])
        expect(call):logged("transferred", { reason = "declined" })
      end)
    end

    it("falls back with a function", function()
      store_has { calls = true }
      ann:busy()
      local call = transfers("blind", { target = ann_number })
      expect(call):logged("fell back", { reason = "busy" })
      expect(call):logged("transferred", { reason = "busy" })
    end)
  end)

  describe("attended", function()
    it("leaves the two alone", function()
      local call = transfers("attended", { target = ann_number, text = "One moment.", announce = "A caller for you." })
      caller:hears "One moment."
      ann:hears "A caller for you."
      expect(caller):did_not_hear "A caller"
      expect(call):has_timeline { "the application left" }
      expect(call):logged("transferred", { done = true })
      expect(caller):speaks_with(ann)
      expect(call):sent("add_participant", { target = ann_number, invitation_timeout = 20 })
    end)

    it("stays with them when it shall", function()
      local call = transfers("attended", { target = ann_number, stay = true })
      expect(call):logged("transferred", { done = true })
      expect(call):did_not_send "hang_up"
      expect(call):goes_on(120)
    end)

    it("plays music until somebody has come", function()
      ann:busy()
      ben:answers { after = 5 }
      local call = transfers("attended", {
        targets = { ann_number, ben_number }, music = "https://example.com/music.wav", timeout = 10,
      })
      caller:hears "music.wav"
      expect(caller):speaks_with(ben)
      expect(call):sent("play", { loop = true }, { times = 1 })
      expect(call):sent("cancel_all_media", {}, { times = 1 })
    end)

    it("asks the colleague, while the caller hears the music on hold", function()
      local call = transfers("attended", {
        target = ann_number, announce = { text = "Press 1 to take the call." }, accept = "1",
        music = "https://example.com/music.wav",
      })
      ann:hears "Press 1 to take the call."
      ann:presses "1"
      expect(call):logged("transferred", { done = true })
      expect(call):sent_in_order { "hold", "recognize", "unhold", "hang_up" }
      expect(call):has_timeline { "is on hold and hears https://example.com/music.wav", "is back from hold" }
      expect(caller):speaks_with(ann)
    end)

    for _, case in ipairs { { "another key", "2", "declined" }, { "no key", nil, "no_answer" } } do
      it("sends a colleague away with " .. case[1], function()
        local call = transfers("attended", {
          target = ann_number, accept = "1", accept_timeout = 4, fallback = "Sorry.",
        })
        ann:rings()
        if case[2] then ann:presses(case[2]) else ann:stays_silent() end
        expect(ann):is_free()
        caller:hears "Sorry."
        expect(call):logged("transferred", { reason = case[3] })
      end)
    end

    it("takes one who hangs up while they are asked for one who declines", function()
      local call = transfers("attended", { target = ann_number, accept = "1", announce = "Press 1 to take the call." })
      ann:hears "Press 1"
      ann:hangs_up()
      expect(call):logged("transferred", { reason = "declined" })
    end)

    it("takes one who hangs up while they hear of the caller for one who declines", function()
      local call = transfers("attended", { target = ann_number, announce = "A caller is on the line for you." })
      ann:hears "A caller"
      ann:hangs_up()
      expect(call):logged("transferred", { reason = "declined" })
    end)

    it("tells why nobody came", function()
      ann:declines()
      ben:never_answers()
      local call = transfers("attended", {
        targets = { ann_number, ben_number }, timeout = 5, music = { text = "Please wait." }, fallback = "Sorry.",
      })
      caller:hears "Please wait."
      caller:hears "Sorry."
      expect(call):logged("transferred", { reason = "no_answer" })
    end)

    for _, given in ipairs {
      { target = ann_number, announce = "A caller is on the line for you." },
      { target = ann_number, announce = "Press 1 to take the call.", accept = "1" },
    } do
      it("lets the colleague go when the caller has hung up: " .. given.announce, function()
        local call = transfers("attended", given)
        ann:hears(given.announce)
        caller:hangs_up()
        if given.accept then ann:presses "1" end
        expect(call):has_ended()
        expect(ann):is_free()
        expect(call.session):is_over { way = "finished" }
      end)
    end

    it("holds nobody in a group", function()
      local ada = phone "8:acs:contoso_ada"
      local session = launch("groups")
      ann:hears "Press 1."
      ann:presses "1"
      expect(session):logged("transferred", { done = true })
      expect(session):did_not_send "hold"
      expect(ada):is_free()
    end)
  end)

  for _, case in ipairs {
    { "no target", "blind", {}, "give either target" },
    { "two kinds of targets", "attended", { target = ann_number, targets = { ben_number } }, "give either target" },
    { "an empty list", "blind", { targets = {} }, "targets must be a list" },
    { "a fallback that is none", "blind", { target = ann_number, fallback = 7 }, "fallback must be" },
    { "a key that is none", "attended", { target = ann_number, accept = "11" }, "accept must be one key" },
    { "a number for a key", "attended", { target = ann_number, accept = 1 }, "accept must be one key" },
    { "an unknown option", "attended", { target = ann_number, anounce = "x" }, "did you mean 'announce'" },
  } do
    it("refuses " .. case[1], { allows_errors = true }, function()
      local call = transfers(case[2], case[3])
      expect(call):has_ended()
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains(case[4])
      expect(call.session.report):contains "transfers/main.lua:11"
    end)
  end
end)
