flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550126" }, function(call)
  call:answer()
  local res, err = http.post("https://booking.example.com/tables", {
    json = { phone = call.from }, idempotency_key = call.correlation_id,     -- so it may be sent again
  })
  if res and res.status == 201 then
    call:play { text = "A table is yours." }
  else
    log.warning("no table", { status = res and res.status, reason = err and err.reason })
    call:play { text = "We are full tonight." }
  end
  call:hang_up { for_everyone = true }
end)
