-- expect: harmless
-- Into the globals and the host's tables.
pcall(table.move, {'a', 'b'}, 1, 2, 1, _G)
pcall(table.move, {'a', 'b'}, 1, 2, 1, log)
pcall(table.insert, _G, 'x') pcall(table.sort, _G) pcall(table.remove, _G) pcall(table.concat, _G)
