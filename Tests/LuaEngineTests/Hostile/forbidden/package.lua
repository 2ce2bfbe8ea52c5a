-- expect: error undeclared global 'package'
-- Not in the sandbox.
local x = package
note('survived')
