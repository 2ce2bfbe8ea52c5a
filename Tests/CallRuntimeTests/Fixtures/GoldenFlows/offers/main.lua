-- Calls that are not answered.
flow { caller_id = "+18005550105" }

on("IncomingCall", { to = "+18005550105" }, function(call) call:reject { reason = "busy" } end)
on("IncomingCall", { to = "+18005550106" }, function(call) call:redirect { target = "+14255550151" } end)
