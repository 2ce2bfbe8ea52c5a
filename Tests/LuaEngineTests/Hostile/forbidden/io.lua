-- expect: error undeclared global 'io'
-- Not in the sandbox.
local x = io
note('survived')
