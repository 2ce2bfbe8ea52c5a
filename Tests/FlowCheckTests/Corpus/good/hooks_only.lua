-- A flow in the style of webhooks: each event has a handler, and nothing waits.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call, event)
  log.info("a call", { from = event.from.raw_id, name = event.caller_display_name or "" })
  call:answer { wait = false }
end)

on("CallConnected", function(call)
  call:play { text = "Welcome.", operation_context = "welcome", wait = false }
end)

on("PlayCompleted", { operation_context = "welcome" }, function(call)
  call:recognize { text = "One or two?", dtmf = { max = 1 }, operation_context = "choice", wait = false }
end)

on("RecognizeCompleted", { operation_context = "choice" }, function(call, event)
  local tone = event.dtmf_result.tones[1]
  if tone == "one" then
    call:transfer { target = "+14255550123", wait = false }
  else
    call:hang_up { for_everyone = true }
  end
end)

on("RecognizeFailed", function(call, event)
  log.info("nothing", { code = event.result_information.sub_code, text = event.raw })
  call:hang_up { for_everyone = true }
end)

on("CallTransferAccepted", function(_, event) log.info("gone", { to = event.transfer_target.raw_id }) end)
on("FlowError", function(_, event) log.error("failed", { message = event.message, line = event.line }) end)
on("*", function(_, event) log.debug(event.name, { anything = event.whatever }) end)
