-- expect: error undeclared global 'collectgarbage'
-- Not in the sandbox.
local x = collectgarbage
note('survived')
