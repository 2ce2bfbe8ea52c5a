-- expect: error that is false
-- error(false)
error(false)
note('survived')
