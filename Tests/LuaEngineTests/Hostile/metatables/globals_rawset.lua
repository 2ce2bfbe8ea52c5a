-- expect: error cannot be changed
-- rawset on the globals.
rawset(_G, 'note', function() end)
note('survived')
