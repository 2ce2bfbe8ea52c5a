flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCal", function(call) call:answer() end) --> unknown_event at "IncomingCal": did you mean 'IncomingCall'?

on("IncomingCall", function(call)
  call:answer()
  local event = wait_for("ParticipantUpdated", 5) --> unknown_event at "ParticipantUpdated": did you mean 'ParticipantsUpdated'?
  if event then log.info("here") end
  for each in call:events "DtmfDat" do log.info("a key", { tone = each.tone }) end --> unknown_event at "DtmfDat": did you mean 'DtmfData'?
  local name = "PlayComplete"
  wait_for(name, 1) --> unknown_event at name: there is no event 'PlayComplete'
end)
