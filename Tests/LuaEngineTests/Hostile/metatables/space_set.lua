-- expect: error cannot be changed
-- An assignment to it.
log.info = nil
note('survived')
