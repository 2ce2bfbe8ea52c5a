-- expect: error that is a box
-- An object of the host as an error.
error(box(1))
note('survived')
