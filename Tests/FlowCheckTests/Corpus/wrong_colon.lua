flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call.answer() --> wrong_colon at answer: call:answer is called with a dot; write a colon
  log:info("answered") --> wrong_colon at info: write a dot: log.info
  local task = spawn(function() sleep(1) end)
  task.wait() --> wrong_colon at wait: task:wait is called with a dot
end)
