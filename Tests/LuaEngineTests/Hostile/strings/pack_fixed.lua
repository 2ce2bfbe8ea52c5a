-- expect: stop
-- A text padded to 200,000 bytes.
while true do string.pack('c200000', '') end
note('survived')
