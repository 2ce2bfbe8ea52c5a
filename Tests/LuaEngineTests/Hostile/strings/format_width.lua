-- expect: error invalid conversion
-- A width of ten thousand.
string.format('%10000d', 1)
note('survived')
