-- expect: error that is nil
-- error(nil)
error(nil)
note('survived')
