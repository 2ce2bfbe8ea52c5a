-- One session a number: each has its own call, retries and fate, and they share the lines of the caller ID.
on("Launch", function(event)
  local params = event.params
  for _, to in ipairs(params.numbers) do
    local id, err = launch("remind", { to = to, at = params.at }, { key = params.name .. "/" .. to })
    if not id then log.warning("not launched", { to = to, reason = err.reason }) end
  end
  log.info("launched", { count = #params.numbers })
end)
