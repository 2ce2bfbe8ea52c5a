-- expect: harmless
-- Compiled code, by all ways that there are.
local code = '\27Lua\x54\0\x19\x93\r\n\x1a\n'
for _, name in ipairs {'load', 'loadstring', 'require', 'dofile'} do
    local ok, f = pcall(function() return _G[name](code) end)
    if ok then note('breach ' .. name) end
end
if pcall(require, code) then note('breach') end
string.format('%s', code)
