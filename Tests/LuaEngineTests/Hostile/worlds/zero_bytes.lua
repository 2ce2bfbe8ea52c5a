-- expect: harmless
-- Names with a zero byte, which C reads to the zero.
pcall(function() _G['note\0'] = 1 end)
pcall(function() _G['string\0'].rep = nil end)
pcall(function() log['info\0'] = 1 end)
pcall(function() return box(1)['id\0'] end)
