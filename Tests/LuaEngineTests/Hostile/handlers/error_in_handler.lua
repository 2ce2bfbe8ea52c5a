-- expect: error test
-- An error in the handler of an error ends the call with an error.
local ok, e = xpcall(error, function() error('again') end)
error(ok and 'survived' or 'a test of handlers', 0)
