-- expect: error undeclared global 'loadfile'
-- Not in the sandbox.
local x = loadfile
note('survived')
