-- expect: error requires itself
-- A module that requires itself.
require 'self'
note('survived')
