flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call = create_call { target = event.params.to }
  call:play { text = "Hello." } --> unchecked_result at call: 'call' is nil when that fails (create_call of line 4)
  local heard, err = call:recognize { text = "Your PIN?", dtmf = { max = 4 } }
  log.info("heard", { tones = heard.tones, err = err }) --> unchecked_result at heard.tones: 'heard' is nil when that fails
  log.info("in the call", { count = #call:list_participants() }) --> unchecked_result at call:list_participants(): what call:list_participants gives is nil
  local signal = wait_for("Signal", 60)
  log.info(signal.signal) --> unchecked_result at signal.signal: write if not signal then
  log.info(http.get("https://example.com").body) --> unchecked_result at .body: what http.get gives is nil when that fails
end)
