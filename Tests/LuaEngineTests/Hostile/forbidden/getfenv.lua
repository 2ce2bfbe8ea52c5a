-- expect: error undeclared global 'getfenv'
-- Not in the sandbox.
local x = getfenv
note('survived')
