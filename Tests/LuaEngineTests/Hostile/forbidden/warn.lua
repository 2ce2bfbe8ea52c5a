-- expect: error undeclared global 'warn'
-- Not in the sandbox.
local x = warn
note('survived')
