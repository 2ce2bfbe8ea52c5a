-- expect: stop
-- A replacement of 120,000 empty captures, for each of 250,000 matches.
-- Each item of the replacement is a step.
(('b'):rep(250000)):gsub('(a*)b', ('%1'):rep(120000))
note('survived')
