-- expect: error a message
-- Keys of all kinds, NaN-like and huge numbers among them.
error({message = 'a message', [math.huge] = 1, [-1 << 63] = 2, [0.1] = 3, [true] = 4, [{}] = 5, ['\0'] = 6})
note('survived')
