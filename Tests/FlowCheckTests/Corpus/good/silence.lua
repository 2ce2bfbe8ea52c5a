-- Files only: no voice and no language is needed.
local prompts = {
  welcome = "https://example.com/welcome.wav",
  menu = "https://example.com/menu.wav",
}

on("IncomingCall", function(call)
  call:answer()
  call:play { file = prompts.welcome }
  for try = 1, 3 do
    local heard, err = call:recognize { file = prompts["menu"], dtmf = { max = 1, stop = { "#", "*" } } }
    if heard and heard.tones ~= "" then
      log.info("heard", { tones = heard.tones, name = heard.tone_names[1] })
      break
    elseif err and err.reason ~= "initial_silence" and err.reason ~= "no_match" then
      log.warning("failed", { reason = err.reason, code = err.sub_code, remedy = err.remedy })
    end
    log.debug("again", { try = try })
  end
  call:use { locale = "de-DE" }
  call:play { text = "Auf Wiederhören." }
  call:hang_up { for_everyone = true }
end)
