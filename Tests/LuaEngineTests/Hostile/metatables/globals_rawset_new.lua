-- expect: error cannot be changed
-- rawset of a new one.
rawset(_G, 'evil', 1)
note('survived')
