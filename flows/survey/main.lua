flow { locale = "en-US", voice = "en-US-AvaNeural" }

local answers = {
  { label = "good", phrases = { "good", "fine", "great" }, tone = "1" },
  { label = "fair", phrases = { "fair", "so so", "okay" }, tone = "2" },
  { label = "poor", phrases = { "poor", "bad", "terrible" }, tone = "3" },
}

-- One of the answers, said or pressed; nil after two tries.
local function ask(call, text)
  for _ = 1, 2 do
    local heard, err = call:recognize { text = text, choices = answers }
    if heard then return heard.choice end
    log.info("no answer", { reason = err.reason })
    text = "Please say good, fair or poor, or press 1, 2 or 3."
  end
end

on("IncomingCall", { to = "+18005550133" }, function(call)
  call:answer()
  call:play { text = "Two questions about your last visit." }
  local visit = ask(call, "How was it: good, fair or poor?")
  if visit then store.incr("survey/" .. visit) end

  -- Whatever is said, or just the hash key.
  local why = call:recognize {
    text = "What could be better? Press the hash key if nothing comes to mind.",
    speech = { end_silence_timeout = 1 }, dtmf = { max = 1 }, initial_silence_timeout = 10,
  }
  local words = why and why.speech
  log.info("answered", { visit = visit or "none", words = words or "none" })
  call:play { text = "Thank you very much. Goodbye." }
  call:hang_up { for_everyone = true }
end)
