local retry = require "std.retry"

on("Launch", function(event)
  local res, err = retry.call(function()
    local res, err = http.get("https://crm.example.com/accounts", { query = { id = event.params.id }, timeout = 3 })
    if res and res.status >= 500 then return nil, { reason = "unavailable" } end
    return res, err
  end, { tries = 4, first = 0.5, when = function(err) return err.reason ~= "refused_address" end })
  log.info("asked the CRM", { status = res and res.status, reason = err and err.reason })
end)
