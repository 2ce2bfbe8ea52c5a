-- expect: error undeclared global 'setfenv'
-- Not in the sandbox.
local x = setfenv
note('survived')
