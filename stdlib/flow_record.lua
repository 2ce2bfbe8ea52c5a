--- The step that takes a message.
local texts = require "std.flow_text"

local record = {}

--- Tells a server of a message, which has its file by then; the call may be over long since.
local function post(step, wanted, message)
  for _, name in ipairs { "from", "seconds", "bytes", "file" } do wanted.json[name] = message[name] end
  local told, err = http.post(wanted.url, {
    json = wanted.json, idempotency_key = message.id, bearer = step.bearer and http.secret(step.bearer),
  })
  local reason = not told and err.reason or told.status >= 300 and "status_" .. told.status
  if reason then return log.warning("nobody was told of a message", { from = message.from, reason = reason }) end
  message.recording:delete()
end

function record.record(run, step)
  -- What there is now: the line may go on, or be over, when the file comes.
  local wanted = {
    url = step.post and texts.fill(run, step.post, texts.encoded), json = texts.fill_all(run, step.json or {}),
  }
  local vars = {}
  for name, value in pairs(run.vars) do vars[name] = value end
  local taken, reason = require("std.voicemail").take(run.call, {
    greeting = texts.prompt(run, step), thanks = step.thanks and texts.prompt(run, step.thanks),
    longest = step.longest, shortest = step.shortest, stop = step.stop, format = step.format,
    on_message = function(message)
      if step.on_message then step.on_message(message, vars) end
      if wanted.url then post(step, wanted, message) end
    end,
  })
  if not taken then return reason, true end
  return "next"
end

return record
