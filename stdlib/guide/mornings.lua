local schedule = require "std.schedule"

local function serve(after)
  for time, turn in schedule.every { zone = "Europe/Berlin", at = "9:00", days = "weekdays", after = after } do
    launch("remind", { to = "+14255550123" }, { key = "mornings/" .. time })
    if turn == 100 then restart("serve", { after = time }) end
  end
end

on("Launch", function() serve() end)
on("Restart", { handler = "serve" }, function(_, event) serve(event.data.after) end)
