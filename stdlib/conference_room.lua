--- Rooms of std.conference: callers of several sessions meet in one call.
---
--- How sessions agree: std.conference/NAME in the store is the call that the room is: its server call id, and the
--- number that the application has in it, which counts as nobody. Who finds none puts their own there by
--- compare_and_set; they wait in their call, with music. Who finds one connects to it and moves their caller over
--- (connect_call, move_participants), so nobody else has to do anything. Each session stays connected to the room while
--- its caller is there, says by the entry's expiry that the room lives, and plays music again when its caller is alone.
--- An entry whose call is gone leads nowhere; whoever finds that puts their own call in its place.
local options = require "std.options"
local music = require "std.music"

local conference_room = {}

local methods = {}
methods.__index = methods

local known = {
  music = "prompt", welcome = "prompt", joined = "prompt", left = "prompt",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text",
}

-- Seconds: how long an entry lasts, and how often it is said anew.
local lives, says = 60, 20
-- How often a caller tries to come into a room that ends just then, before they give up.
local tries = 5

--- Describes a room.
---
--- @param name string the room's name, 1 to 64 letters, digits, "_", "-" and "."
--- @param given table|nil
---   music     what somebody hears who is alone: the address of a file, a text, or options of play; it is repeated
---   welcome   what the caller hears before they come in
---   joined    what everybody hears when they have come in, and `left` what the others hear when somebody has left
---   voice, voice_kind, locale, custom_voice   of all texts
function conference_room.new(name, given)
  if type(name) ~= "string" or not string.find(name, "^[%w_.-]+$") or #name > 64 then
    options.raise("conference.room: the name must be 1 to 64 letters, digits, '_', '-' and '.', not " .. tostring(name))
  end
  given = options.check("conference.room", given or {}, known)
  return setmetatable({ key = "std.conference/" .. name, given = given }, methods)
end

-- The call that the room is, with the caller in it: their own, or another one. And the room's entry.
local function enter(room, call)
  local caller, own, reason = call.other_party, call.call_connection_id, nil
  local entry = call.server_call_id .. " " .. (call.to and identifier(call.to).raw_id or "-")
  for _ = 1, tries do
    local there = store.get(room.key)
    if there ~= nil and there ~= entry then
      local meeting, err = connect_call { server_call_id = string.match(there, "^%S*") }
      local moved
      if meeting then
        moved, err = meeting:move_participants { targets = { caller }, from = own }
        if moved then return meeting, there end
        meeting:hang_up()
      end
      reason = err.reason
      -- Whoever has hung up meanwhile shall not become the room: this raises call_ended then.
      call:list_participants()
    end
    -- There is no such call any more, or none yet: the next one to come meets us here.
    if store.compare_and_set(room.key, there, entry, { expires = lives }) then return call, entry end
  end
  return nil, reason or "conflict"
end

-- Who is in a call beside the application: how many, and whether one of them is the caller.
local function look(call, caller, application)
  local list = call:list_participants()
  if not list then return nil end
  local id, count, is_there = identifier(caller).raw_id, 0, false
  for _, participant in ipairs(list) do
    local other = participant.identifier.raw_id
    if other == id then is_there = true end
    if other ~= application then count = count + 1 end
  end
  return count, is_there
end

--- Brings a caller into the room and stays until they have left it. The call that they had ends meanwhile, unless they
--- were the first: then it is the room, and this stays until nobody is in it.
---
--- @param call table the call, answered
--- @return true when they have left, or nil and a reason when they could not come in ("conflict", …)
function methods:join(call)
  local given, caller = self.given, call.other_party
  if given.welcome then call:play(options.prompt(given.welcome, given)) end
  local meeting, entry = enter(self, call)
  if not meeting then return nil, entry end
  local people, application = meeting:events "ParticipantsUpdated", string.match(entry, "%S*$")
  if given.joined and meeting ~= call then meeting:play(options.prompt(given.joined, given)) end
  local plays, has_left = false, false
  while true do
    local count, is_there = look(meeting, caller, application)
    if count and not is_there and not has_left then
      has_left = true
      if given.left and count > 0 then meeting:play(options.prompt(given.left, given)) end
      -- A call may end with the connection that it began with, so only those who came over leave it.
      if meeting ~= call then
        meeting:hang_up()
        return true
      end
    end
    if count == 1 and is_there and not plays then
      plays = music.start(meeting, given.music, given)
    elseif count and count > 1 and plays then
      meeting:cancel_all_media()
      plays = false
    end
    store.compare_and_set(self.key, entry, entry, { expires = lives })
    local changed, err = people:next(says)
    if changed == nil and err == nil then
      store.compare_and_set(self.key, entry, nil)
      return true
    end
  end
end

return conference_room
