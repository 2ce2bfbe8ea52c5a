flow {
  locale = "en-US", voice = "en-US-AvaNeural",
  on_failure = { text = "Something went wrong. Please call again." },
}

local prices = { ["1"] = 20, ["2"] = 35 }

on("IncomingCall", { to = "+18005550109" }, function(call)
  call:answer()
  local heard = call:recognize { text = "For a day press 1, for a week 2.", dtmf = { max = 1 } }
  if heard then
    local price = prices[heard.tones] + 5            -- a mistake: other keys have no price
    call:play { text = "That is " .. price .. " dollars." }
  end
  call:hang_up { for_everyone = true }
end)

on("FlowError", function(_, event)
  log.warning("a flow has failed", { line = event.line, message = event.message })
end)
