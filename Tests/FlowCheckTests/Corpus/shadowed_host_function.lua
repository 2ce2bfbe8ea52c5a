local flow = "reception"
flow { locale = "en-US", voice = "en-US-AvaNeural" } --> shadowed_host_function at flow: 'flow' is a variable here since line 1

on("IncomingCall", function(call)
  local now = now()
  call:answer()
  call:play { file = "https://example.com/hello.wav" }
  log.info("took", { seconds = now() - now }) --> shadowed_host_function at now(): give the variable another name to reach now
  local log = { lines = {} }
  log.info("answered") --> shadowed_host_function at log: to reach log.info
end)
