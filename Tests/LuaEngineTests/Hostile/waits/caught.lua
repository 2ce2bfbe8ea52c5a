-- expect: stop
-- Each wait raises, and is tried again.
-- answer: raise
while true do pcall(wait) end
note('survived')
