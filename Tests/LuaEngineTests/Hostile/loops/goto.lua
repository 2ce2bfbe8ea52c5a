-- expect: stop
-- goto.
::top:: goto top
note('survived')
