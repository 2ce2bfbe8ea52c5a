flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function name_of(number)
  local res = http.get("https://crm.example.com/people", { query = { number = number }, timeout = 3 })
  return res and res.json and res.json.name
end

-- The CRM is asked while the caller hears the welcome.
on("IncomingCall", { to = "+18005550111" }, function(call)
  call:answer()
  local _, name = all {
    function() return call:play { text = "Welcome to Contoso." } end,
    function() return name_of(call.from) end,
  }
  call:play { text = name and "Hello " .. name .. "." or "We have not met before." }
  call:hang_up { for_everyone = true }
end)
