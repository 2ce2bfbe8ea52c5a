-- expect: error undeclared global 'jit'
-- Not in the sandbox.
local x = jit
note('survived')
