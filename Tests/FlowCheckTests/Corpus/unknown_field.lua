flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { too = "+18005550199" }, function(call, event) --> unknown_field at too: IncomingCall has no field 'too'; did you mean 'to'?
  log.info("from", { from = call.form }) --> unknown_field at form: a call has no 'form'; did you mean 'from'?
  log.info("event", { who = event.callr_display_name }) --> unknown_field at callr_display_name: did you mean 'caller_display_name'?
  call:answer()
  call.customer = "Jane" --> unknown_field at customer: values of your own belong into call.data
  call.data.customer = "Jane"
  local heard, err = call:recognize { text = "PIN?", dtmf = { max = 4 } }
  if not heard then
    log.info("nothing", { reason = err.reson }) --> unknown_field at reson: err has no field 'reson'; did you mean 'reason'?
    return
  end
  log.info("heard", { keys = heard.tone }) --> unknown_field at tone }: the result of call:recognize has no field 'tone'
  local joined = call:add_participant { target = "+14255550123" }
  if joined then log.info("in", { who = joined.participants }) end --> unknown_field at participants: AddParticipantSucceeded has no field 'participants'
  local recording = call:start_recording()
  if recording then log.info("id", { id = recording.ident }) end --> unknown_field at ident: a recording has no 'ident'
  wait_for("CallDisconnected", { result_information = 200 }, 10) --> unknown_field at result_information: it is a record; name a field of it
end)

on("CallDisconnected", { ["result_information.subcode"] = 0 }, function(_, event) --> unknown_field at "result_information.subcode": did you mean 'sub_code'?
  log.info("over", { why = event.result_information.mesage }) --> unknown_field at mesage: did you mean 'message'?
end)

on("Launch", function(event)
  log.info("launched", { params = event.parms }) --> unknown_field at parms: did you mean 'params'?
  local answer, fault = http.get("https://example.com")
  if not answer then return log.warning("no answer", { why = fault.code }) end
  log.info("answered", { status = answer.statuscode, who = identifier("+14255550123").number }) --> unknown_field at statuscode: an answer of the web has no field --> unknown_field at number: an identifier's parts has no field
end)
