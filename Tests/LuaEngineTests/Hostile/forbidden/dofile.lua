-- expect: error undeclared global 'dofile'
-- Not in the sandbox.
local x = dofile
note('survived')
