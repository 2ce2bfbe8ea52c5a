-- expect: stop
-- Waits for ever within one input.
while true do wait() end
note('survived')
