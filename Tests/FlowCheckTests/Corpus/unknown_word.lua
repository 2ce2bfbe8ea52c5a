flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call, err = create_call { target = event.params.to }
  if not call then
    if err.reason == "bussy" then log.info("busy") end --> unknown_word at "bussy": err.reason is never "bussy"; did you mean 'busy'?
    return
  end
  if call.state ~= "conected" then return end --> unknown_word at "conected": did you mean 'connected'?
  local heard, why = call:recognize { text = "Well?", dtmf = { max = 1 }, speech = true }
  if heard and heard.recognition_type == "keys" then log.info("keys") end --> unknown_word at "keys": recognition_type is never "keys"
  if not heard and why.reason == "no_input" then log.info("silent") end --> unknown_word at "no_input": is never "no_input"
end)
