flow { locale = "en-US", voice = "en-US-AvaNeural" }

local day = 24 * 3600

on("IncomingCall", { to = "+18005550116" }, function(call)
  call:answer()
  local visits = store.incr("visits/" .. call.from, 1, { expires = 30 * day }) or 1
  call:play { text = "This is your call number " .. visits .. " this month." }
  if store.compare_and_set("winner", nil, call.from, { expires = day }) then     -- true for one caller a day
    call:play { text = "You are the first caller today." }
  end
  call:hang_up { for_everyone = true }
end)
