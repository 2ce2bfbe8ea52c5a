-- expect: error 
-- Bytes that are no text.
error('\xff\xfe\0\x80' .. ('\xc3'):rep(1000), 0)
note('survived')
