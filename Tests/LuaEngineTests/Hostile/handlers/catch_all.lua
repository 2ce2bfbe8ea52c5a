-- expect: stop
-- Catches whatever comes, for ever.
local function run() while true do end end
while true do
    local ok, e = pcall(run)
    if not ok then pcall(pcall, pcall, run) end
end
note('survived')
