flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local front = "4255550123" --> bad_identifier at "4255550123": the leading + is missing
local desks = {
  sales = "+14255550123",
  support = "+1 425 555 0124", --> bad_identifier at "+1 425 555 0124": it contains a blank
}

on("IncomingCall", { to = "18005550199" }, function(call, event) --> bad_identifier at "18005550199": the filter's 'to'
  if event.from.raw_id == "" then call:redirect { target = "the desk" } end --> bad_identifier at "the desk": names nobody
  call:answer()
  for _, colleague in ipairs { "+14255550131", "+0425555" } do --> bad_identifier at "+0425555": a country code does not begin with 0
    local joined = call:add_participant { target = colleague }
    if joined then call:play { text = "Hello.", to = { phone_numbr = "+14255550131" } } end --> bad_identifier at { phone_numbr: did you mean 'phone_number'?
  end
  if call:transfer { target = desks[call.data.desk] } then return end
  if call:transfer { target = front } then return end
  call:mute_participant { targets = { "8:acs:", "8:acs:00000000-0000-0000-0000-000000000000_1" } } --> bad_identifier at "8:acs:",: it ends after its prefix
  call:send_dtmf { tones = "1", target = 14255550123 } --> bad_identifier at 14255550123: write it as a text, "+14255550123"
end)
