--- Taking a message: a greeting, a recording, and its file after the call.
local options = require "std.options"

local voicemail = {}

local function key(value)
  if type(value) ~= "string" or not string.find(value, "^[0-9A-D#*]$") then
    return "must be one key in quotes, such as \"#\""
  end
end

local function format(value)
  if value ~= "wav" and value ~= "mp3" then return "must be \"wav\" or \"mp3\"" end
end

local known = {
  greeting = "prompt", thanks = "prompt", unavailable = "prompt", longest = { "whole", 1, 300 },
  shortest = { "number", 0, 300 }, stop = key, format = format, on_message = "function", on_lost = "function",
  timeout = { "number", 1, 86400 }, voice = "text", voice_kind = "text", locale = "text", custom_voice = "text",
}

-- After the call, or while the caller hears that they are thanked: the file, and what the flow does with it.
local function deliver(recording, from, given)
  local got, err = recording:download { timeout = given.timeout or 300 }
  if not got then
    if given.on_lost then return given.on_lost(err.reason, from) end
    return log.warning("no message came of a recording", { from = from, reason = err.reason })
  end
  if got.duration < (given.shortest or 0) then
    recording:delete()
    return
  end
  local file = got.files[1]
  given.on_message {
    recording = recording, id = recording.id, from = from, seconds = got.duration,
    file = file.path, bytes = file.bytes, sha256 = file.sha256, format = got.format,
  }
end

--- Takes a message. Whoever hangs up has left one, too: what the handler says next ends it, and on_message comes all
--- the same.
---
---   voicemail.take(call, {
---     greeting = "Leave a message after the tone, and press the hash key at its end.",
---     on_message = function(message) … message.recording:delete() end,
---   })
---
--- @param call table the call, answered
--- @param given table
---   greeting      what the caller hears first: a text or options of play
---   longest       seconds of a message at most; 60 if not given
---   shortest      seconds; what is shorter is deleted, and nobody is told; 0 if not given
---   stop          the key that ends it; "#" if not given
---   thanks        what the caller hears at its end
---   unavailable   what they hear when nothing can be recorded
---   format        "wav" (if not given) or "mp3"
---   on_message    function(message), when the file is here, in a task of its own that may go on after the call:
---                 { recording, id, from, seconds, file (the path), bytes, sha256, format }
---   on_lost       function(reason, from) when no file came; a warning is logged if not given
---   timeout       seconds to wait for the file; 300 if not given, which is also how long a flow lingers
---   voice, voice_kind, locale, custom_voice   of all texts
--- @return true, or nil and the reason why nothing could be recorded
function voicemail.take(call, given)
  options.check("voicemail.take", given, known)
  if not given.on_message then
    options.raise("voicemail.take: on_message is missing: on_message = function(message) … end")
  end
  if given.greeting then call:play(options.prompt(given.greeting, given)) end
  local recording, err = call:start_recording { content = "audio", format = given.format or "wav" }
  if not recording then
    if given.unavailable then call:play(options.prompt(given.unavailable, given)) end
    return nil, err.reason
  end
  local from = call.from
  spawn(function() deliver(recording, from, given) end)

  -- Other keys than the one that ends it do not.
  local stop, ends = given.stop or "#", now() + (given.longest or 60)
  repeat
    local left = math.ceil(ends - now())
    local heard = left > 0 and call:recognize { dtmf = { max = 1 }, initial_silence_timeout = left }
  until not heard or heard.tones == stop
  recording:stop()
  if given.thanks then call:play(options.prompt(given.thanks, given)) end
  return true
end

return voicemail
