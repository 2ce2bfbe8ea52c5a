-- expect: harmless
-- Keys that have no order.
for k in pairs({[{}] = 1, [function() end] = 2, [coroutine.create(function() end)] = 3}) do end
