flow { locale = "en-US", voice = "en-US-AvaNeural" }

local notes = "https://notes.example.com/notes"

-- What is said is written down by the service while it is asked for, and sound goes to a file. A stream that breaks off, as it
-- does with a process, begins again.
on("IncomingCall", { to = "+18005550105" }, function(call)
  call:answer {
    transcription = { locale = "en-US", start = true },
    media_streaming = { channel = "mixed", dtmf = true, audio = "file", start = true },
  }
  call:play { text = "Please talk." }
  for _ = 1, 3 do
    local heard = call:recognize {
      speech = { end_silence_timeout = 1 }, dtmf = { max = 1 }, initial_silence_timeout = 3,
    }
    if not heard then break end
  end
  call:stop_transcription()
  call:play { text = "That was all." }
  -- Without a key of its own it is never sent twice.
  http.post(notes, { json = { call = call.correlation_id } })
  call:hang_up { for_everyone = true }
end)

-- Each utterance has words of its own: a count above one was heard twice.
on("TranscriptionData", { result_status = "final" }, function(_, event) store.incr("listener/" .. event.text) end)

on("TranscriptionFailed", function(call) call:start_transcription() end)
on("MediaStreamingFailed", function(call) call:start_media_streaming() end)
