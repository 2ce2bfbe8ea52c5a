--- Waiting music: a sound that is repeated until something ends it.
local options = require "std.options"
local music = {}

--- What plays, as options of `call:play`.
--- @param sound string|table an address of a file ("https://…"), a text, or options of `call:play`
--- @param base table|nil whose voice and locale a text is spoken with
function music.prompt(sound, base)
  if type(sound) == "string" and string.find(sound, "^https?://") then return { file = sound } end
  return options.prompt(sound, base)
end

--- Begins to play it again and again; `call:cancel_all_media()` ends it.
--- @param sound string|table|nil as above; nil plays nothing
--- @return whether something plays
function music.start(call, sound, base)
  if sound == nil then return false end
  local prompt = music.prompt(sound, base)
  prompt.loop = true
  call:play(prompt)
  return true
end

--- The options of `call:hold` for somebody who hears it meanwhile.
--- @param given table where `music` is what they hear, nil being the service's own
function music.on_hold(who, given)
  local prompt = given.music and music.prompt(given.music, given) or {}
  -- Texts on hold are spoken as the call has it: hold takes no voice.
  return { target = who, text = prompt.text, file = prompt.file, ssml = prompt.ssml }
end

return music
