flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  local names = { "b", "a" }
  table.sort(names, function(a, b)
    call:play { text = a } --> wait_in_callback at play: cannot wait in a function that table.sort calls
    return a < b
  end)
  local said = call.from:gsub("%d", function(digit) sleep(1) return digit end) --> wait_in_callback at sleep: string.gsub calls
  log.info(string.gsub(said, "x", function(key) return store.get(key) end)) --> wait_in_callback at get(key): store.get cannot wait
end)
