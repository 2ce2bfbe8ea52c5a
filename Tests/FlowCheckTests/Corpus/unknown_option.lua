flow { locale = "en-US", voic = "en-US-AvaNeural" } --> unknown_option at voic: did you mean 'voice'?

local prompt = { txt = "Hello.", loop = false } --> unknown_option at txt: call:play has no option 'txt'; did you mean 'text'?

on("IncomingCall", function(call)
  call:answer { ai_resorce = "https://example.com" } --> unknown_option at ai_resorce: did you mean 'ai_resource'?
  call:play(prompt)
  local heard = call:recognize { text = "Your PIN?", dtmf = { maximum = 4, max = 4 }, initial_silence = 5 } --> unknown_option at maximum: options are max, stop --> unknown_option at initial_silence: options are
  if not heard then return end
  local answer = http.post("https://example.com", { jsn = { pin = heard.tones } }) --> unknown_option at jsn: did you mean 'json'?
  if answer then
    call:transfer { target = "+14255550123", custom_context = { sip_header = { A = "1" } } } --> unknown_option at sip_header: did you mean 'sip_headers'?
  end
end)

on("CallConnected", { operation_context = "again" }, function(call)
  local again = call:recognize {
    choices = {
      { label = "sales", phrase = { "sales" } }, --> unknown_option at phrase: did you mean 'phrases'?
    },
    sources = { { text = "Well?", voise = "x" } }, --> unknown_option at voise: did you mean 'voice'?
  }
  log.info("chosen", { choice = again and again.choice })
end)
