-- expect: error that is a thread
-- A coroutine as an error.
error(coroutine.create(function() end))
note('survived')
