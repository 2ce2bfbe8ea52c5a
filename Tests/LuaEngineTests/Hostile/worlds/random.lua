-- expect: harmless
-- The random numbers of this world are its own.
math.randomseed(1)
math.random = nil
math.randomseed = nil
