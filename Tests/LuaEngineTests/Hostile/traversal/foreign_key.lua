-- expect: harmless
-- next with keys that were never there: it gives what would come behind them.
if next({}, 'x') ~= nil or next({1, 2}, 7) ~= nil or next({b = 1}, 'a') ~= 'b' then note('breach') end
