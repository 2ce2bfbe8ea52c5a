-- expect: error nan
-- NaN as an error.
error(0 / 0)
note('survived')
