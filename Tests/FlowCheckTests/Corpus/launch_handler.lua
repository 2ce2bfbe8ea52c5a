on("Launch", function(call, event) --> launch_handler at event: write function(event)
  log.info("launched", { params = call.params })
end)
