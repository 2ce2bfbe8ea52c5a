-- What is said as text, and how it sounds: set up with the call, begun, changed and ended.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550117" }, function(call)
  call:answer {
    transcription = { intermediate = true },
    media_streaming = { channel = "unmixed", format = "pcm24k", bidirectional = true, dtmf = true, audio = "echo" },
  }
  local began, err = call:start_transcription { operation_context = "text" }
  local word = began and "began" or err.reason
  call:start_media_streaming()
  local other = call:update_transcription { locale = "de-DE", wait = false }
  local changed, why = other:wait(5)
  call:play { text = { word, changed and "changed" or why.reason } }
  call:stop_media_streaming { timeout = 20 }
  call:stop_transcription()
  call:hang_up { for_everyone = true }
end)

on("TranscriptionData", { result_status = "final" }, function(call, event)
  call.data.last = event.text
end)
