-- Calls that the flow makes, sessions that it starts, and what it knows beside its events.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550103" }

on("Launch", function(event)
  local words = { config.GREETING, os.date("!%A %H:%M", math.floor(now())), tostring(math.random(1, 1000000)) }
  for name, value in pairs(identifier(event.params.to)) do words[#words + 1] = name .. " " .. tostring(value) end
  local worker = launch("worker", { name = "Ada", list = { 1, 2, 3 } }, { key = "only-once" })
  signal(worker, "go", { weight = 12.5 })
  local first = create_call { target = event.params.to, timeout = 40, operation_context = "first" }
  if not first then return end
  first:play { text = words }
  local second, err = connect_call { room_id = "99472658145231" }
  log.info("second", { reason = err and err.reason or "none" })
  if second then second:hang_up() end
  first:hang_up { for_everyone = true }
end)
