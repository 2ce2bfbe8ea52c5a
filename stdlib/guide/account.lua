local collect = require "std.collect"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550125" }, function(call)
  call:answer()
  local number = collect.digits(call, { text = "Please enter your customer number.", length = 6 })
  local res, err
  if number then
    res, err = http.get("https://crm.example.com/accounts/" .. number, { bearer = http.secret "CRM", timeout = 5 })
  end
  if res and res.status == 200 and res.json then
    call:play { text = "Your balance is " .. res.json.balance .. " dollars." }
  elseif res and res.status == 404 then
    call:play { text = "We do not know that number." }
  else
    log.warning("no account", { status = res and res.status, reason = err and err.reason })
    call:play { text = "We cannot look that up now." }
  end
  call:hang_up { for_everyone = true }
end)
