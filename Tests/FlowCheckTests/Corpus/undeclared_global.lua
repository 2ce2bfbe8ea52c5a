flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  count = 1 --> undeclared_global at count: assigning to undeclared global 'count'; write local before it
  print(count) --> undeclared_global at print: write log.info --> undeclared_global at count: undeclared global 'count'
  log = {} --> undeclared_global at log: 'log' belongs to Hookswitch and cannot be changed
  local function helper() return pirs({}) end --> undeclared_global at pirs: did you mean 'pairs'?
  helper()
end)

function on_end() log.info("over") end --> undeclared_global at on_end: assigning to undeclared global 'on_end'
