-- expect: error undeclared global 'arg'
-- Not in the sandbox.
local x = arg
note('survived')
