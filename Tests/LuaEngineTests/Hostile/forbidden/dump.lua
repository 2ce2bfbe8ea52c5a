-- expect: error attempt to call a nil value
-- string.dump
string.dump(function() end)
note('survived')
