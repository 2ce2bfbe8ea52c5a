-- expect: stop
-- goto out of and into blocks.
do ::top:: do goto inner ::inner:: end goto top end
note('survived')
