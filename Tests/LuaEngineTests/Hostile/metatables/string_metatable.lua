-- expect: error bad argument
-- setmetatable takes no texts.
setmetatable('', {__index = {}})
note('survived')
