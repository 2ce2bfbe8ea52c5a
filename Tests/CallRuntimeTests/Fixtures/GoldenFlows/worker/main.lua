-- Waits to be woken, and looks at what it was given.
on("Launch", function(event)
  local signalled = wait_for("Signal", 30)
  local words = {}
  for name, value in pairs(event.params) do words[#words + 1] = name .. "=" .. tostring(value) end
  -- How long it sleeps tells what it has seen.
  sleep(#table.concat(words, " "):sub(1, 8) + (signalled and signalled.data.weight or 0))
end)

on("Signal", function(_, event) log.info("woken", { signal = event.signal, flow = session.flow, id = session.id }) end)
