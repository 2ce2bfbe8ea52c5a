-- expect: stop
-- A set of 200,000 characters: one step of the matcher walks it twice.
-- 200,000 places times 400,000 characters in one instruction.
local s = ('b'):rep(200000)
s:find('[' .. ('a'):rep(200000) .. ']')
note('survived')
