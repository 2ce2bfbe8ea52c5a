-- Several things at once.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550104" }, function(call)
  call:answer()
  local ticks = 0
  local clock = spawn(function() while true do sleep(1) ticks = ticks + 1 end end)
  local a, b = all {
    function() sleep(math.random(1, 3)) return "a" end,
    function() call:play { text = "Both." } return "b" end,
  }
  local number, first = race {
    function() sleep(2) return "slept" end,
    function() local event = wait_for("ParticipantsUpdated", { sequence_number = 9 }, 60) return event and "joined" end,
  }
  local done, err = within(0.5, function() sleep(5) return true end)
  local other = spawn(function() sleep(1) return "other" end)
  local result = other:wait()
  clock:cancel()
  local words = { a, b, number, first, tostring(done), err.reason, result, ticks }
  call:play { text = table.concat(words, " ") }
  call:hang_up()
end)
