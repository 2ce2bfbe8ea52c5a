-- expect: error undeclared global 'print'
-- Not in the sandbox.
local x = print
note('survived')
