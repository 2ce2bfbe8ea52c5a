-- Loops that go on, paced or counted, and what ends them.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function positive(answer) return answer == "1" end

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  while true do
    call:play { text = "Please hold the line." }
    sleep(30)
  end
end)

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  local tries, heard = 0, nil
  repeat
    tries = tries + 1
    heard = call:recognize { text = "One or two?", dtmf = { max = 1 } }
  until heard or tries == 3
  while true do
    local again, err = call:recognize { text = "Once more.", dtmf = { max = 1 } }
    if again and positive(again.tones) then break end
    if err and err.reason ~= "initial_silence" then
      log.warning("broken", { reason = err.reason })
      return
    end
  end
  while not heard do
    local late, why = call:recognize { dtmf = { max = 1 } }
    if not late then return log.info("nothing", { reason = why.reason }) end
    heard = late
  end
  while true do
    local signal = wait_for("Signal", 10)
    if signal and signal.signal == "stop" then break end
    call:play { file = "https://example.com/music.wav" }
  end
  call:hang_up { for_everyone = true }
end)

on("IncomingCall", { to = "+18005550177" }, function(call)
  call:answer()
  for tone in call:tones() do
    if tone == "*" then break end
    log.info("a key", { tone = tone })
  end
  for event in call:events "ParticipantsUpdated" do
    log.info("in the call", { count = #event.participants, number = event.sequence_number })
  end
end)
