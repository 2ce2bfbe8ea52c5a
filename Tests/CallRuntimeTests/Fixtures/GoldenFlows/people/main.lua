-- Who is in a call: invited, taken back, muted, moved, removed.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550102" }

on("IncomingCall", { to = "+18005550102" }, function(call)
  call:answer()
  call:add_participant { target = "+14255550123", invitation_timeout = 40 }
  local invitation = call:add_participant { target = "8:acs:contoso_ada", wait = false }
  local _, late = call:cancel_add_participant { operation = invitation }
  local words = { late and late.reason or "taken back" }
  for _, participant in ipairs(call:list_participants() or {}) do
    words[#words + 1] = participant.identifier.raw_id .. tostring(participant.is_muted)
  end
  local one, err = call:get_participant { target = "+14255550123" }
  words[#words + 1] = tostring(one and one.is_on_hold) .. tostring(err and err.reason)
  call:mute_participant { target = "8:acs:contoso_ada" }
  call:unmute_participant { targets = { "8:acs:contoso_ada" } }
  call:interrupt_audio_and_announce { file = "https://example.com/a.wav", target = "8:acs:contoso_ada" }
  local moved, why = call:move_participants { targets = { "+14255550124" }, from = "other-connection", timeout = 2 }
  words[#words + 1] = tostring(moved and #moved) .. tostring(why and why.reason)
  call:play { text = words }
  call:remove_participant { target = "+14255550123" }
  call:transfer { target = "+14255550141", custom_context = { user_to_user = "a=1", sip_headers = { Id = "7" } } }
end)
