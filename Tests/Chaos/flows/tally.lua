-- What the store holds when all is over, for whoever counts: read by a session, so that its journal tells.
on("Launch", function(event)
  for key in event.params.keys:gmatch "[^|]+" do store.get(key) end
end)
