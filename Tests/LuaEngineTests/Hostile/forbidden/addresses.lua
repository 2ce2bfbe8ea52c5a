-- expect: harmless
-- Addresses differ from run to run and tell where memory is.
local texts = {tostring({}), tostring(note), tostring(coroutine.create(note)), tostring(box(1))}
for _, f in ipairs {'%p', '%s', '\0%p', '\0%s', '%-20p', '%5.1s'} do
    for _, value in ipairs {{}, note, 'x'} do
        local ok, text = pcall(string.format, f, value)
        if ok then texts[#texts + 1] = text end
    end
end
local ok, e = pcall(function() return {} < {} end)
texts[#texts + 1] = e
for _, text in ipairs(texts) do
    -- numbers of things have eight digits at most
    if text:find('0x%x%x%x%x%x%x%x%x%x%x') then note('breach ' .. text) end
end
