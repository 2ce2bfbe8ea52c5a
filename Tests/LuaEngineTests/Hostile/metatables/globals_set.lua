-- expect: error cannot be changed
-- A function of the host.
note = nil
note('survived')
