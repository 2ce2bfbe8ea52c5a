-- expect: error undeclared global 'load'
-- Not in the sandbox.
local x = load
note('survived')
