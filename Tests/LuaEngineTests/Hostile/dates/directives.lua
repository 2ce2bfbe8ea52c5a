-- expect: error invalid conversion specifier
-- A directive that reads more than there is.
os.date(('%E'):rep(3))
note('survived')
