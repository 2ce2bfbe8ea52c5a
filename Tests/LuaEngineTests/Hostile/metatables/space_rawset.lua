-- expect: error cannot be changed
-- rawset on a table of the host.
rawset(log, 'info', function() end)
note('survived')
