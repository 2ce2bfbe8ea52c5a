-- expect: harmless
-- What functions of the host hold.
for _, f in ipairs {note, log.info, box, tostring, pcall, string.rep, coroutine.wrap(function() end)} do
    pcall(function() f.evil = 1 end)
    pcall(setmetatable, f, {})
    if getmetatable(f) ~= nil then note('breach') end
end
