-- expect: error undeclared global 'newproxy'
-- Not in the sandbox.
local x = newproxy
note('survived')
