flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  store.get("a") -- check: ignore ignored_result
  store.get("b") -- check: ignore ignored_result, unreachable_code -- warms the cache
  store.get("c") -- check: ignore unknown_word --> ignored_result at get: nobody takes what store.get gives
  call:hang_up() -- check: ignore ignored_reslt --> unknown_rule at -- check: did you mean 'ignored_result'?
  log.info("-- check: ignore nothing")
end) -- check: --> unknown_rule at -- check: write -- check: ignore
