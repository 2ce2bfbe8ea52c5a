-- expect: error yield across a C-call boundary
-- A yield in a callback.
coroutine.wrap(function() string.gsub('x', 'x', coroutine.yield) end)()
note('survived')
