--- Group calls: one that the flow begins itself, and rooms where callers of several sessions meet.
local options = require "std.options"

local conference = {}

local methods = {}
methods.__index = methods

local known = {
  members = "table", caller_id = true, display_name = "text", timeout = { "number", 1, 300 }, welcome = "prompt",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text",
}

local inviting = {
  timeout = { "whole", 1, 180 }, joined = "prompt", caller_id = true, display_name = "text", custom_context = "table",
}

--- Calls several people at once; the conference begins when the first is there, and the others come as they answer.
---
--- @param given table
---   members                   a list of numbers or raw ids
---   caller_id, display_name   as `create_call` has them
---   timeout                   seconds until the first has answered
---   welcome                   what the first hear: a text or options of play
---   voice, voice_kind, locale, custom_voice   of all texts of the conference
--- @return the conference (`.call` is its call), or nil and the reason of the last one ("busy", "no_answer", …)
function conference.start(given)
  options.check("conference.start", given, known)
  if type(given.members) ~= "table" or #given.members == 0 then
    options.raise("conference.start: members must be a list such as { \"+14255550123\", \"+14255550124\" }")
  end
  local call, err = create_call {
    targets = given.members, caller_id = given.caller_id, display_name = given.display_name, timeout = given.timeout,
  }
  if not call then return nil, err.reason end
  if given.welcome then call:play(options.prompt(given.welcome, given)) end
  return conference.of(call, given)
end

--- The same for a call that is up already, such as one that was answered.
---
--- @param call table the call
--- @param voices table|nil voice, voice_kind, locale and custom_voice of all texts
function conference.of(call, voices)
  return setmetatable({ call = call, voices = voices or {} }, methods)
end

--- Invites somebody. An invitation that runs out is taken back, and who comes too late is sent away.
---
--- @param who string|table a number, a raw id or an identifier
--- @param given table|nil
---   timeout   seconds that it rings; 30 if not given
---   joined    what everybody hears when they have come: a text or options of play
---   caller_id, display_name, custom_context   as `call:add_participant` has them
--- @return true, or nil and a reason ("busy", "declined", "no_answer", …)
function methods:invite(who, given)
  given = options.check("conference:invite", given or {}, inviting)
  local joined, err = self.call:add_participant {
    target = who, invitation_timeout = given.timeout or 30, caller_id = given.caller_id,
    display_name = given.display_name, custom_context = given.custom_context,
  }
  if not joined then return nil, err.reason end
  if given.joined then self:announce(given.joined) end
  return true
end

--- Takes somebody out of the conference.
--- @return true, or nil and a reason ("not_found" when they were not there, …)
function methods:remove(who)
  local removed, err = self.call:remove_participant { target = who }
  if not removed then return nil, err.reason end
  return true
end

--- Says something to all.
--- @param prompt string|table a text or options of play
--- @return true, or nil and a reason
function methods:announce(prompt)
  options.check("conference:announce", { prompt = prompt }, { prompt = "prompt" })
  local heard, err = self.call:play(options.prompt(prompt, self.voices))
  if not heard then return nil, err.reason end
  return true
end

--- Who is there.
--- @return a list of raw ids, or nil and a reason
function methods:members()
  local list, err = self.call:list_participants()
  if not list then return nil, err.reason end
  local ids = {}
  for _, participant in ipairs(list) do table.insert(ids, participant.identifier.raw_id) end
  return ids
end

--- The application leaves; the others go on.
function methods:leave() return self.call:hang_up() end

--- Ends the conference for everyone.
--- @param prompt string|table|nil what they hear before: a text or options of play
function methods:finish(prompt)
  if prompt ~= nil then self:announce(prompt) end
  return self.call:hang_up { for_everyone = true }
end

--- A room by name, where callers meet: `room:join(call)`, see std.conference_room.
function conference.room(name, given) return require("std.conference_room").new(name, given) end

return conference
