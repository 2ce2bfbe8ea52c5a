-- expect: error needs a number
-- A seed from the clock.
math.randomseed()
note('survived')
