-- expect: error undeclared global 'loadstring'
-- Not in the sandbox.
local x = loadstring
note('survived')
