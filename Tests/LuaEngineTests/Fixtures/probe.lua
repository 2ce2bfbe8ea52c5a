-- Everything that could differ between two processes, in one text.
local out = {}
local function say(...)
    local words = table.pack(...)
    for i = 1, words.n do words[i] = tostring(words[i]) end
    out[#out + 1] = table.concat(words, ' ')
end

-- Tables: order of keys, whatever they were put in and taken out in.
local mixed = {10, 20, 30, x = 1, ['1'] = 's', [1.5] = 'f', [-3] = 'n', [true] = 't', [false] = 'f', [box(2)] = 2, [box(1)] = 1}
for i = 1, 200 do mixed['k' .. (i * 37 % 211)] = i end
for i = 1, 200, 3 do mixed['k' .. (i * 37 % 211)] = nil end
for k, v in pairs(mixed) do say(k, v) end
local k, n = next(mixed), 0
while k ~= nil do n = n + 1 k = next(mixed, k) end
say('next', n)
for name in pairs(string) do say(name) end
for name in pairs(math) do say(name) end
say(#echo(mixed), echo(mixed).x)

-- Tables that lose keys are rebuilt when the hash seed wills it, and that costs bytes; where a pause falls decides how deep
-- calls through C may go.
for rounds = 1000, 3000, 50 do
    local u, depth = {}, 0
    for i = 1, rounds do
        u['k' .. (i % 97)] = i
        u['k' .. (i * 31 % 97)] = nil
    end
    local function down() depth = depth + 1 pcall(down) end
    pcall(down)
    say('depth', depth)
end

-- Texts of things, their numbers, and error messages.
local t, f, co = {}, function() end, coroutine.create(function() end)
say(t, f, co, string.format('%s %p %p %p', t, t, f, 'text'), coroutine.running())

local function try(name, g, ...) say(name, pcall(g, ...)) end
try('arithmetic', function() return {} + 1 end)
try('join', function() return {} .. 'x' end)
try('compare', function() return {} < f end)
try('call', function() local x = nil x() end)
try('field', function() return t.a.b.c end)
try('global', function() return no_such_global end)
try('argument', string.rep)
try('sort', table.sort, {3, 'x', {}, 1})
try('deep', function() local function g() return 1 + g() end return g() end)
try('table', error, t)
try('pattern', string.find, 'x', '[a')
try('number', tonumber, 'x', 99)
say(select(2, xpcall(function() local up = t.x.y end, debug.traceback)))

-- Numbers and texts, which a locale may read and write otherwise.
say(1.5, 1e100, 0.1 + 0.2, -0.0, 1/0, 3 // 0.0, 2^53, math.pi, math.sin(1), 7 % -3, 10 // 3)
say(tonumber('1.5'), tonumber('1,5'), tonumber('0x1p4'), '1.5' + 1, pcall(function() return '1,5' + 1 end))
say(string.format('%g %.3f %e %a %q %d %5.1f', 1234.5, 1.5, 1.5, 1.5, 0.1, 7, 2.25))
say(('ÄÖÜ äöü I i'):upper(), ('ÄÖÜ I'):lower(), ('é'):find('%a'), ('\xe9'):find('%a'), ('İı'):upper())
say('a' < 'B', 'Z' < 'a', 'é' < 'z', 'e' < 'é', 'ch' < 'd', '' < 'a')
local words = {'zebra', 'Äpfel', 'apple', 'Zoo', 'été', 'ete', 'ch', 'd', 'll', 'ı', 'i'}
table.sort(words)
say(table.concat(words, ','))
for w in ('añb ç-ß_x'):gmatch('%w+') do say(w) end

-- Time and chance.
say(os.time(), os.date(), os.date('%c|%x|%X|%p|%A|%B|%Z|%z'), os.date('*t').hour, os.time {year = 2024, month = 7, day = 1})
say(os.date('!%H', 0), os.date('%H', 0), math.random(1000), math.random(), math.random(0))
math.randomseed(7)
say(math.random(1000), math.random(1000))

-- Sorting, stable, with a function that contradicts itself too.
local list = {}
for i = 1, 300 do list[i] = {key = math.random(10), n = i} end
table.sort(list, function(a, b) return a.key < b.key end)
for i = 1, 300 do say(list[i].key, list[i].n) end
table.sort(list, function(a, b) return (a.n * 7 + b.n) % 3 == 0 end)
for i = 1, 300, 7 do say(list[i].n) end

-- Coroutines.
local co2 = coroutine.wrap(function(...) for i = 1, 3 do say('co', i, ..., coroutine.running()) coroutine.yield(i) end error('end') end)
say(co2('a'), co2(), co2(), pcall(co2))
return table.concat(out, '\n')
